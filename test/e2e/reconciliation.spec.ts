import { randomUUID } from 'node:crypto';
import type { Answer, Api } from '../support/api.js';
import { onEachStack, Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';
import type { Order, Page, PaymentArguments } from '../support/views.js';

interface Reconciliation {
  readonly date: string;
  readonly status: string;
  readonly matched: number;
  readonly differences: readonly {
    readonly kind: string;
    readonly outTradeNo: string;
    readonly oursFen: number | null;
    readonly theirsFen: number | null;
    readonly repaired: boolean;
  }[];
}

const dayOf = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
const ago = (days: number) => new Date(Date.now() - days * 86_400_000);

onEachStack((stack) => {
  let shop: Shop;
  let owner: Api;
  let shopper: Api;
  beforeAll(async () => {
    shop = await Shop.open({ stack });
    owner = await shop.owner();
    shopper = await shop.shopper('oPaysUnnoticed');
  });
  afterEach(() => shop.wechat.clearFaults());
  afterAll(() => shop?.close());

  const place = async (quantity: number) => {
    const { skuId } = await shop.product(10, 10_00);
    return (await shopper.post<Order>('/orders', { items: [{ skuId, quantity }] }, randomUUID())).data.id;
  };
  /** Paid at that time by WeChat's clock. */
  const pay = async (orderId: string, at: Date, notify: boolean) => {
    const { data } = await shopper.post<PaymentArguments>(`/orders/${orderId}/payment`);
    return (await shop.wechat.pay({ ...data, notify, successTime: at.toISOString() })).outTradeNo;
  };
  const paid = (orderId: string) =>
    eventually(
      () => shopper.get<Order>(`/orders/${orderId}`),
      ({ data }) => data.status === 'PAID',
    );
  const ended = async (date: string, status = 'done') =>
    (
      await eventually(
        () => owner.get<Reconciliation>(`/admin/reconciliations/${date}`),
        ({ data }) => data.status === status,
      )
    ).data;
  const order = (date: string, key?: string) => owner.post<Reconciliation>('/admin/reconciliations', { date }, key);
  const refusal = ({ status, code }: Answer<unknown>) => [status, code];

  it('[P22] finds the payment whose notification got lost, and the order becomes paid', async () => {
    const yesterday = ago(1);
    // From now on the shop does not begin with this day by itself.
    await order(dayOf(yesterday));
    await ended(dayOf(yesterday));
    const noticed = await place(1);
    await pay(noticed, yesterday, true);
    await paid(noticed);
    // After 15 s a shop asks for itself what became of a payment: where that was first, another one gets lost.
    let known = 0;
    const lost = await eventually(
      async () => {
        const id = await place(2);
        const outTradeNo = await pay(id, yesterday, false);
        const ordered = await order(dayOf(yesterday));
        expect(ordered).toMatchObject({ status: 201, data: { date: dayOf(yesterday) } });
        known++;
        return { id, outTradeNo, found: await ended(dayOf(yesterday)) };
      },
      ({ found }) => found.differences.length > 0,
    );
    const { id, outTradeNo } = lost;
    expect(lost.found).toEqual({
      date: dayOf(yesterday),
      status: 'done',
      matched: known,
      differences: [{ kind: 'unpaid-here', outTradeNo, oursFen: 20_00, theirsFen: 20_00, repaired: true }],
    });
    const { data } = await paid(id);
    expect(data.paidAt?.slice(0, 19)).toBe(yesterday.toISOString().slice(0, 19));
    const { data: log } = await owner.get<Page<{ type: string }>>('/admin/audit-log?limit=50');
    const types = log.items.map(({ type }) => type);
    for (const one of ['requested', 'repaired', 'done']) expect(types).toContain(`reconciliation.${one}`);
  });

  it('of a day without sales is done and empty', async () => {
    const date = dayOf(ago(20));
    await order(date);
    expect(await ended(date)).toEqual({ date, status: 'done', matched: 0, differences: [] });
  });

  it('fails while WeChat makes the bill', async () => {
    const date = dayOf(ago(21));
    // Days that the shop makes up for by itself meet it as well.
    shop.wechat.addFault({ target: 'bill', kind: 'errcode', value: 'STATEMENT_CREATING', times: 100 });
    await order(date);
    expect(await ended(date, 'failed')).toMatchObject({ matched: 0, differences: [] });
    shop.wechat.clearFaults();
    await order(date);
    await ended(date);
  });

  it('is refused for today, for later, for no day, and for who may not', async () => {
    for (const date of [dayOf(new Date()), dayOf(ago(-1)), dayOf(ago(200)), 'yesterday', undefined])
      expect(refusal(await owner.post('/admin/reconciliations', { date }))).toEqual([400, 400]);
    expect(refusal(await owner.get(`/admin/reconciliations/${dayOf(ago(30))}`))).toEqual([404, 404]);
    expect(refusal(await owner.get('/admin/reconciliations/yesterday'))).toEqual([404, 404]);
    const body = { date: dayOf(ago(1)) };
    expect(refusal(await shop.api.post('/admin/reconciliations', body))).toEqual([401, 401]);
    expect(refusal(await shopper.post('/admin/reconciliations', body))).toEqual([403, 403]);
  });

  it('honours an Idempotency-Key', async () => {
    const [date, key] = [dayOf(ago(22)), randomUUID()];
    expect((await order(date, key)).status).toBe(201);
    await ended(date);
    const again = await order(date, key);
    expect(again).toMatchObject({ status: 201, data: { status: 'done' } });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(refusal(await order(dayOf(ago(23)), key))).toEqual([422, 4004]);
  });
});

it('ordered where no background jobs run waits for a process that has them', async () => {
  const shop = await Shop.open({ environment: { BACKGROUND_JOBS: 'off' } });
  try {
    const date = dayOf(ago(2));
    const owner = await shop.owner();
    const { data } = await owner.post<Reconciliation>('/admin/reconciliations', { date });
    expect(data.status).toBe('running');
    await shop.stop();
    await shop.start(1, { BACKGROUND_JOBS: 'on' });
    const again = await shop.owner();
    const done = await eventually(
      () => again.get<Reconciliation>(`/admin/reconciliations/${date}`),
      (answer) => answer.data.status !== 'running',
    );
    expect(done.data).toMatchObject({ status: 'done', differences: [] });
  } finally {
    await shop.close();
  }
});
