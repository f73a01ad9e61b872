import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from '../support/api.js';
import { assertInvariants } from '../support/invariants.js';
import { scaled } from '../support/scale.js';
import { MYSQL, Shop } from '../support/shop.js';
import { eventually, until } from '../support/until.js';
import type { Order, PaymentArguments, Refund, Stock } from '../support/views.js';
import { WITH_FAULTS } from './support/failpoints.js';
import { settled } from './support/settled.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const isLong = scaled({ short: 0, long: 1 }) === 1;
/** Long enough for every job to have had a turn by the wrong clock. */
const WRONG_FOR_MS = 6_000;

(MYSQL.isThere ? describe : describe.skip)('time, on two processes', () => {
  let shop: Shop;
  let skuId: string;
  beforeAll(async () => {
    const notificationRetryDelaysMs = Array.from({ length: 100 }, () => 1_000);
    const environment = { ...WITH_FAULTS, LOG_LEVEL: 'silent' };
    shop = await Shop.open({ stack: MYSQL, environment, notificationRetryDelaysMs });
    ({ skuId } = await shop.product(1_000));
  });
  afterAll(() => shop?.close());
  afterEach(async () => {
    shop.wechat.clearFaults();
    await settled(shop);
    await assertInvariants(shop.databaseUrl, { wechat: shop.wechat.state() });
  });

  const placed = async (shopper: Api) => {
    const answer = await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID());
    return answer.data.id;
  };
  const started = async (shopper: Api, orderId: string) =>
    (await shopper.post<PaymentArguments>(`/orders/${orderId}/payment`)).data;
  const becomes = (shopper: Api, orderId: string, willDo: (order: Order) => boolean) =>
    eventually(
      async () => (await shopper.get<Order>(`/orders/${orderId}`)).data,
      (order) => willDo(order),
    );
  const refundsAtWechat = (outTradeNo: string) =>
    shop.wechat.state().refunds.filter((refund) => refund.outTradeNo === outTradeNo);
  /** The id of a payment, from the number of its attempt. */
  const idOf = (outTradeNo: string) => outTradeNo.slice(1);

  it('[F09, I2] money that comes after the order was cancelled goes back once, under a number that follows from the payment', async () => {
    const shopper = await shop.shopper('oTooLate');
    const id = await placed(shopper);
    const payment = await started(shopper, id);
    // WeChat does not hear that it shall take no more money.
    shop.wechat.addFault({ target: 'close', kind: 'http500', times: 4 });
    expect((await shopper.post<Order>(`/orders/${id}/cancel`)).data.status).toBe('CANCELLED');
    const { outTradeNo } = await shop.wechat.pay({ ...payment, duplicates: 4 });
    const order = await becomes(shopper, id, ({ refunds }) => refunds.some(({ status }) => status === 'SUCCEEDED'));
    expect(order).toMatchObject({ status: 'CANCELLED', paidAt: null });
    expect(order.refunds.map(({ id: refundId, amountFen }) => [refundId, amountFen])).toEqual([
      [idOf(outTradeNo), order.totalFen],
    ]);
    expect(refundsAtWechat(outTradeNo).map(({ outRefundNo }) => outRefundNo)).toEqual([`R${idOf(outTradeNo)}`]);
  });

  it('[F09, I2] money found by ORDERPAID when a cancelled order is closed at WeChat goes back once', async () => {
    const shopper = await shop.shopper('oUnnoticed');
    const id = await placed(shopper);
    const { outTradeNo } = await shop.wechat.pay({ ...(await started(shopper, id)), notify: false });
    expect((await shopper.post<Order>(`/orders/${id}/cancel`)).data.status).toBe('CANCELLED');
    const order = await becomes(shopper, id, ({ refunds }) => refunds.some(({ status }) => status === 'SUCCEEDED'));
    expect(order).toMatchObject({ status: 'CANCELLED', paidAt: null });
    expect(refundsAtWechat(outTradeNo)).toHaveLength(1);
  });

  it('[F09, I4] an order whose money nobody told of is found paid by ORDERPAID at the end of its time; others are cancelled', async () => {
    const shopper = await shop.shopper('oAtTheEnd');
    const ids = [await placed(shopper), await placed(shopper), await placed(shopper)] as const;
    const [paid, prepared, untouched] = ids;
    await shop.wechat.pay({ ...(await started(shopper, paid)), notify: false });
    await started(shopper, prepared);
    await setClocks(31 * MINUTE, { wechat: true });
    const fresh = await shop.shopper('oAtTheEnd');
    await becomes(fresh, paid, ({ status }) => status === 'PAID');
    for (const id of [prepared, untouched]) {
      const order = await becomes(fresh, id, ({ status }) => status === 'CANCELLED');
      expect(order.cancelReason).toBe('timeout');
    }
    await setClocks(0, { wechat: true });
  });

  const jumps = { 'a day ahead': DAY, 'ten minutes behind': -10 * MINUTE };
  const others = { 'ten minutes ahead': 10 * MINUTE, 'a day behind': -DAY };
  for (const [name, jump] of Object.entries(isLong ? { ...jumps, ...others } : jumps)) {
    it(`[F10] a clock that is ${name} loses nothing, lets nobody in, and puts nothing off once it is set right`, async () => {
      const openid = `oJump${jump / MINUTE}`;
      const before = await shop.shopper(openid);
      const [refundable, unnoticed] = [await placed(before), await placed(before)];
      await shop.pay(before, refundable);
      await becomes(before, refundable, ({ status }) => status === 'PAID');
      const refund = await before.post<Refund>(`/orders/${refundable}/refunds`, { reason: '不想要了' }, randomUUID());
      const payment = await started(before, unnoticed);
      const { accessToken: revoked } = await shop.logIn(openid);
      await shop.api.as({ token: revoked }).post('/auth/logout');
      const stock = await stockNow();

      await setClocks(jump);
      await shop.wechat.pay(payment);
      const during = await shop.shopper(openid);
      const staff = await shop.owner();
      await staff.post(`/admin/refunds/${refund.data.id}/approval`);
      const ordered = await during.post<Order>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID());
      const asked = [
        ordered,
        await during.post(`/orders/${ordered.data.id}/payment`),
        await during.post(`/orders/${unnoticed}/payment/sync`),
        await during.get('/orders'),
      ];
      expect(asked.filter(({ status }) => status >= 300 && status !== 503 && status !== 409)).toEqual([]);
      for (const process of [0, 1]) expect(await status(revoked, process)).toBe(401);
      await pause(WRONG_FOR_MS);

      await setClocks(0);
      for (const process of [0, 1]) expect(await status(revoked, process)).toBe(401);
      // What was to be asked again in a moment by a clock that was minutes ahead is asked when those have passed.
      const passed = Math.abs(jump) < DAY ? Math.max(jump, 0) : 0;
      await setClocks(passed, { wechat: true });
      const after = await shop.shopper(openid);
      await becomes(after, refundable, ({ status }) => status === 'REFUNDED');
      await becomes(after, unnoticed, ({ status, refunds }) =>
        status === 'CANCELLED' ? refunds[0]?.status === 'SUCCEEDED' : status === 'PAID',
      );
      await after.post(`/orders/${ordered.data.id}/cancel`);
      const fresh = await placed(after);
      await shop.pay(after, fresh);
      await becomes(after, fresh, ({ status }) => status === 'PAID');
      await until(async () => {
        const now = await stockNow();
        return now.reserved === 0 && now.onHand <= stock.onHand + 1;
      });
      await setClocks(0, { wechat: true });
    });
  }

  const setClocks = async (ahead: number, { wechat = false } = {}) => {
    if (wechat) shop.wechat.setClock({ skewMs: ahead });
    await Promise.all([0, 1].map((number) => shop.server(number).tell({ ahead })));
  };
  const status = async (token: string, process: number) =>
    (await shop.process(process).as({ token }).get('/users/me')).status;
  // Signed in anew: by a clock that is ahead sessions of staff are over.
  const stockNow = async () => (await (await shop.owner()).get<Stock>(`/admin/stock/${skuId}`)).data;
});
