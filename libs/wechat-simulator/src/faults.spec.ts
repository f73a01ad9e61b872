import { InMemoryShop, until } from './in-memory-shop.js';
import { Faults } from './faults.js';
import { Pace } from './pace.js';

describe('faults', () => {
  let shop: InMemoryShop;

  beforeAll(async () => {
    shop = await InMemoryShop.open({ notificationRetryDelaysMs: [1, 1] });
    await shop.paidOrder('order-1');
  });
  afterAll(() => shop.close());
  afterEach(() => shop.simulator.clearFaults());

  const query = () => shop.query('order-1');

  it('hit every call of a host, or of both, with the refusal that fits', async () => {
    shop.simulator.addFault({ target: 'any', kind: 'quota', rate: 1 });
    expect(await query()).toMatchObject({ status: 429, body: { code: 'FREQUENCY_LIMITED' } });
    expect(await shop.stableToken(false)).toMatchObject({ errcode: 45009, errmsg: expect.stringContaining('quota') });
    shop.simulator.clearFaults();
    shop.simulator.addFault({ target: 'pay', kind: 'busy', rate: 1 });
    expect(await query()).toMatchObject({ status: 500, body: { code: 'SYSTEM_ERROR' } });
    expect(await shop.stableToken(false)).toHaveProperty('access_token');
    shop.simulator.clearFaults();
    shop.simulator.addFault({ target: 'mini-program', kind: 'busy', rate: 1 });
    expect(await shop.stableToken(false)).toMatchObject({ errcode: -1 });
    expect((await query()).status).toBe(200);
  });

  it('end by themselves after their time, and say when', () => {
    let now = Date.parse('2026-01-01T00:00:00.000Z');
    const faults = new Faults(() => now);
    faults.add({ target: 'query', kind: 'busy', rate: 1, forMs: 1_000 });
    expect(faults.list()).toMatchObject([{ setAt: '2026-01-01T00:00:00.000Z', endsAt: '2026-01-01T00:00:01.000Z' }]);
    now += 999;
    expect(faults.take('query')).toBeDefined();
    now += 1;
    expect(faults.take('query')).toBeUndefined();
    expect(faults.list()).toEqual([]);
    expect(() => faults.add({ target: 'query', kind: 'busy', forMs: 0 })).toThrow('forMs');
  });

  it('hit a share of the calls until they are removed, and count them', () => {
    const faults = new Faults();
    const { id } = faults.add({ target: 'query', kind: 'busy', rate: 0.5 });
    const hits = Array.from({ length: 400 }, () => faults.take('query')).filter(Boolean).length;
    expect(hits).toBeGreaterThan(100);
    expect(hits).toBeLessThan(300);
    expect(faults.list()).toMatchObject([{ id, hits }]);
    faults.remove(id);
    expect(faults.take('query')).toBeUndefined();
    expect(() => faults.remove(id)).toThrow('no such fault');
  });

  it.each([
    ['NO_AUTH', 403],
    ['RULE_LIMIT', 403],
    ['FREQUENCY_LIMITED', 429],
    ['SIGN_ERROR', 401],
    ['USERPAYING', 202],
    ['STATEMENT_CREATING', 400],
    ['SYSTEM_ERROR', 500],
  ])('answer %s with HTTP %i', async (value, status) => {
    shop.simulator.addFault({ target: 'query', kind: 'errcode', value });
    expect(await query()).toMatchObject({ status, body: { code: value } });
  });

  it('reset the connection, after the work or before it', async () => {
    shop.simulator.addFault({ target: 'prepay', kind: 'reset', value: 'before' });
    await expect(shop.prepay('reset-1')).rejects.toThrow();
    expect((await shop.query('reset-1')).status).toBe(404);
    shop.simulator.addFault({ target: 'prepay', kind: 'reset' });
    await expect(shop.prepay('reset-1')).rejects.toThrow();
    expect((await shop.query('reset-1')).body).toMatchObject({ trade_state: 'NOTPAY' });
  });

  it('never answer, until the caller gives up', async () => {
    shop.simulator.addFault({ target: 'token', kind: 'hang' });
    const { appId, appSecret } = shop.credentials;
    const url = `${shop.simulator.url}/cgi-bin/token?grant_type=client_credential&appid=${appId}&secret=${appSecret}`;
    await expect(fetch(url, { signal: AbortSignal.timeout(300) })).rejects.toThrow('timeout');
    expect((await fetch(url)).status).toBe(200);
  });

  it('drip an answer that is whole in the end', async () => {
    shop.simulator.addFault({ target: 'query', kind: 'slow', value: 60 });
    const answer = await query();
    expect(shop.verifies(answer.headers, answer.text)).toBe(true);
  });

  it.each(['key', 'tampered', 'serial', 'stale'])('forge an answer: %s', async (value) => {
    shop.simulator.addFault({ target: 'query', kind: 'forged', value });
    const { headers, text } = await query();
    const age = Date.now() / 1000 - Number(headers.get('wechatpay-timestamp'));
    expect(shop.verifies(headers, text)).toBe(value === 'serial' || value === 'stale');
    expect(headers.get('wechatpay-serial') === shop.simulator.publicKeyId).toBe(value !== 'serial');
    expect(age > 300).toBe(value === 'stale');
    if (value === 'tampered') expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  it('let a clock run wrong for whatever is signed', async () => {
    shop.simulator.setClock({ skewMs: 3600_000 });
    shop.clock = () => new Date(Date.now() + 3600_000);
    const { headers } = await query();
    expect(Number(headers.get('wechatpay-timestamp')) - Date.now() / 1000).toBeGreaterThan(3500);
    shop.clock = () => new Date();
    expect(await query()).toMatchObject({ status: 401, body: { code: 'SIGN_ERROR' } });
    shop.simulator.setClock({ skewMs: 0 });
  });
});

describe('faults of whole notifications', () => {
  let shop: InMemoryShop;

  beforeEach(async () => {
    shop = await InMemoryShop.open();
  });
  afterEach(() => shop.close());

  const records = () => shop.simulator.state().notifications;
  const pay = async (outTradeNo: string) => {
    await shop.prepay(outTradeNo);
    shop.simulator.payOrder({ outTradeNo });
  };

  it('lose one and double another', async () => {
    shop.simulator.addFault({ target: 'notification', kind: 'lost' });
    shop.simulator.addFault({ target: 'notification', kind: 'duplicate', value: 2 });
    await pay('order-1');
    await pay('order-2');
    await until(() => records().filter(({ status }) => status === 'delivered').length === 3);
    expect(records().map(({ outTradeNo, status, fault }) => [outTradeNo, status, fault])).toEqual([
      ['order-1', 'lost', 'lost'],
      ...Array(3).fill(['order-2', 'delivered', 'duplicate 2']),
    ]);
  });

  it('hold one back until a later one has overtaken it', async () => {
    shop.simulator.addFault({ target: 'notification', kind: 'reordered' });
    await pay('order-1');
    expect(records()).toMatchObject([{ status: 'held', nextAttemptAt: null }]);
    await pay('order-2');
    const [first, second] = await shop.receive(2);
    expect(shop.decrypt(first!.text).out_trade_no).toBe('order-2');
    expect(shop.decrypt(second!.text).out_trade_no).toBe('order-1');
  });

  it('make one late, by an hour or until it is sent by hand', async () => {
    shop.simulator.addFault({ target: 'notification', kind: 'late', value: 3_600_000 });
    await pay('order-1');
    const [record] = records();
    expect(Date.parse(record!.nextAttemptAt!) - Date.now()).toBeGreaterThan(3_500_000);
    shop.simulator.deliverNow(record!.deliveryId);
    await shop.receive(1);
    await until(() => records()[0]?.status === 'delivered');
    expect(() => shop.simulator.deliverNow(record!.deliveryId)).toThrow('waits for nothing');
  });

  it('follow WeChat’s schedule at the scale that is set, also while they wait', async () => {
    shop.answers.push(500, 500, 500, 200);
    await pay('order-1');
    await until(() => records()[0]?.attempts[0]?.status === 500);
    const wait = Date.parse(records()[0]!.nextAttemptAt!) - Date.now();
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThan(16_000);
    shop.simulator.setClock({ timeScale: 100_000 });
    await until(() => records()[0]?.status === 'delivered');
    expect(records()[0]!.attempts.map(({ status }) => status)).toEqual([500, 500, 500, 200]);
    expect(() => shop.simulator.setClock({ timeScale: 0 })).toThrow('timeScale');
  });

  it('end a pause early and keep its rest when the scale changes', async () => {
    const pace = new Pace(1);
    const pause = pace.pause(3_600_000);
    pace.scale = 3600;
    expect(pause.dueAt() - Date.now()).toBeLessThan(60_000);
    pause.end();
    await pause.done;
  });
});
