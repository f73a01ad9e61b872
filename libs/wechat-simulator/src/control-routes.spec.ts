import { InMemoryShop, until } from './in-memory-shop.js';

describe('the control API', () => {
  let shop: InMemoryShop;

  beforeAll(async () => {
    shop = await InMemoryShop.open();
  });
  afterAll(() => shop.close());

  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(shop.simulator.url + path, { method, body: body ? JSON.stringify(body) : null });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('lists at its root what there is', async () => {
    const page = await (await fetch(shop.simulator.url)).text();
    expect(page).toContain('/sns/jscode2session');
    expect(page).toContain('/_simulator/pay');
  });

  it('plays a payment over HTTP alone', async () => {
    const login = await call('POST', '/_simulator/login', { user: 'Li' });
    expect(login).toEqual({ status: 200, body: { code: expect.any(String), openid: expect.stringMatching(/^o/) } });
    const paid = await call('POST', '/_simulator/pay', { ...(await shop.prepay('order-1')), duplicates: 1 });
    expect(paid.body).toEqual({ outTradeNo: 'order-1', transactionId: expect.stringMatching(/^42\d{26}$/) });
    await shop.receive(2);
    const { id } = (await call('POST', '/_simulator/notifications', { outTradeNo: 'order-1' })).body;
    await until(() => shop.simulator.state().notifications.every(({ status }) => status === 'delivered'));
    const state = await call('GET', '/_simulator/state');
    expect(state.body).toMatchObject({
      transactions: [{ outTradeNo: 'order-1', tradeState: 'SUCCESS', totalFen: 100, refundedFen: 0 }],
      notifications: [{}, {}, { id, status: 'delivered', attempts: [{ status: 204 }] }],
    });
  });

  it('gives phone codes and user data, and decides refunds', async () => {
    expect((await call('POST', '/_simulator/phone-code')).body).toEqual({ code: expect.any(String) });
    expect((await call('POST', '/_simulator/encrypted-data', { user: 'nobody yet' })).status).toBe(409);
    expect((await call('POST', '/_simulator/refund-outcome', { status: 'PROCESSING' })).body).toEqual({ ok: true });
    await shop.refund('order-1', 'refund-1', 1);
    await call('POST', '/_simulator/refunds', { outRefundNo: 'refund-1', status: 'CLOSED' });
    expect(shop.simulator.state().refunds).toMatchObject([{ outRefundNo: 'refund-1', status: 'CLOSED' }]);
  });

  it('adds and clears faults', async () => {
    await call('POST', '/_simulator/faults', { target: 'query', kind: 'delay', value: 5, times: 3 });
    expect(shop.simulator.state().faults).toEqual([{ target: 'query', kind: 'delay', value: 5, times: 3 }]);
    await call('DELETE', '/_simulator/faults');
    expect(shop.simulator.state().faults).toEqual([]);
  });

  it.each([
    ['/_simulator/login', { users: 'Li' }, 'unknown field users'],
    ['/_simulator/pay', { signType: 'RSA' }, 'timeStamp is missing'],
    ['/_simulator/login', [], 'not a JSON object'],
    ['/_simulator/signing', { mode: 'none' }, 'mode is one of'],
    ['/_simulator/faults', { target: 'query', kind: 'errcode' }, 'needs a value'],
    ['/_simulator/faults', { target: 'jscode2session', kind: 'forged' }, 'does not apply'],
    ['/_simulator/faults', { target: 'weather', kind: 'drop' }, 'target is one of'],
  ])('says what is wrong with %s %j', async (path, body, message) => {
    const answer = await call('POST', path, body);
    expect(answer).toEqual({ status: 400, body: { error: expect.stringContaining(message) } });
  });

  it('answers 404 to what it does not know', async () => {
    expect((await call('GET', '/nothing')).status).toBe(404);
  });
});
