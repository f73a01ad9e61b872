import { InMemoryShop } from './in-memory-shop.js';

describe('api.mch.weixin.qq.com', () => {
  let shop: InMemoryShop;
  let skew = 0;
  const now = () => new Date(Date.now() + skew);

  beforeAll(async () => {
    shop = await InMemoryShop.open({ now });
  });
  afterAll(() => shop.close());
  afterEach(() => shop.simulator.clearFaults());

  const jsapi = '/v3/pay/transactions/jsapi';
  const prepay = (outTradeNo: string, changes: object = {}) =>
    shop.pay('POST', jsapi, shop.prepayBody(outTradeNo, changes));
  const inMinutes = (count: number) => new Date(now().getTime() + count * 60_000).toISOString().replace(/\.\d+/, '');

  it('signs every answer, refusals too', async () => {
    for (const answer of [await prepay('signed-1'), await shop.query('signed-1'), await shop.query('unknown-1')]) {
      expect(answer.headers.get('wechatpay-serial')).toBe(shop.simulator.publicKeyId);
      expect(answer.headers.get('request-id')).toBeTruthy();
      expect(shop.verifies(answer.headers, answer.text)).toBe(true);
    }
  });

  it('refuses a request whose signature is over something else', async () => {
    const other = await InMemoryShop.open();
    const credentials = { ...shop.credentials, merchantPrivateKey: other.credentials.merchantPrivateKey };
    const impostor = Object.assign(Object.create(shop) as InMemoryShop, { credentials });
    expect(await impostor.query('signed-1')).toMatchObject({ status: 401, body: { code: 'SIGN_ERROR' } });
    await other.close();
  });

  it.each([
    ['no authorization', { authorization: '' }, 401, 'SIGN_ERROR'],
    ['another scheme', { authorization: 'Bearer x' }, 401, 'SIGN_ERROR'],
    ['a key that does not exist', { 'wechatpay-serial': 'PUB_KEY_ID_0' }, 400, 'PARAM_ERROR'],
    ['no Accept', { accept: 'text/html' }, 400, 'INVALID_REQUEST'],
  ])('refuses a request with %s', async (_what, headers, status, code) => {
    const path = `/v3/pay/transactions/out-trade-no/signed-1?mchid=${shop.credentials.merchantId}`;
    expect(await shop.pay('GET', path, undefined, headers)).toMatchObject({ status, body: { code } });
  });

  it('refuses a request that was signed more than five minutes ago', async () => {
    shop.clock = () => new Date(now().getTime() - 302_000);
    expect(await shop.query('signed-1')).toMatchObject({ status: 401, body: { code: 'SIGN_ERROR' } });
    shop.clock = now;
  });

  it.each([
    ['a short out_trade_no', { out_trade_no: '12345' }],
    ['an out_trade_no with other characters', { out_trade_no: 'order 12' }],
    ['a long description', { description: '袜'.repeat(128) }],
    ['a free order', { amount: { total: 0 } }],
    ['half a fen', { amount: { total: 0.5 } }],
    ['an amount as text', { amount: { total: '1' } }],
    ['another currency', { amount: { total: 1, currency: 'USD' } }],
    ['a notify_url with a query', { notify_url: 'https://shop.example/notify?a=1' }],
    ['an expiry in the next minute', { time_expire: inMinutes(0.9) }],
    ['an expiry after 90 days', { time_expire: inMinutes(91 * 24 * 60) }],
    ['an expiry that is no RFC 3339', { time_expire: '2030-01-01 00:00:00' }],
    ['no payer', { payer: undefined }],
  ])('refuses to prepay with %s', async (_what, changes) => {
    expect(await prepay('rules-1', changes)).toMatchObject({ status: 400, body: { code: 'PARAM_ERROR' } });
  });

  it('refuses another app', async () => {
    expect(await prepay('rules-2', { appid: 'wx0' })).toMatchObject({ body: { code: 'APPID_MCHID_NOT_MATCH' } });
  });

  it('gives the same prepay_id for the same parameters and refuses others', async () => {
    const first = await prepay('again-1');
    expect((await prepay('again-1')).body).toEqual(first.body);
    const other = await prepay('again-1', { description: '两双袜子' });
    expect(other).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    await shop.simulator.pay(shop.requestPayment(String(first.body.prepay_id)));
    expect(await prepay('again-1')).toMatchObject({ status: 400, body: { code: 'ORDERPAID' } });
    const reused = await prepay('again-1', { description: '两双袜子' });
    expect(reused).toMatchObject({ status: 403, body: { code: 'OUT_TRADE_NO_USED' } });
  });

  it('answers a query by either number', async () => {
    await prepay('query|*1', { attach: 'order 7' });
    expect((await shop.query('query%7C*1')).body).toMatchObject({ trade_state: 'NOTPAY', amount: { total: 100 } });
    const transactionId = await shop.paidOrder('query-2');
    const byId = await shop.pay('GET', `/v3/pay/transactions/id/${transactionId}?mchid=${shop.credentials.merchantId}`);
    expect(byId.body).toEqual((await shop.query('query-2')).body);
    expect(byId.body).toMatchObject({
      appid: shop.credentials.appId,
      mchid: shop.credentials.merchantId,
      out_trade_no: 'query-2',
      transaction_id: transactionId,
      trade_type: 'JSAPI',
      trade_state: 'SUCCESS',
      trade_state_desc: '支付成功',
      success_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
      payer: { openid: shop.simulator.login().openid },
      amount: { total: 100, payer_total: 100, currency: 'CNY', payer_currency: 'CNY' },
    });
    expect(await shop.query('unknown-2')).toMatchObject({ status: 404, body: { code: 'ORDER_NOT_EXIST' } });
    const nobody = await shop.pay('GET', '/v3/pay/transactions/out-trade-no/query-2');
    expect(nobody).toMatchObject({ status: 400, body: { code: 'PARAM_ERROR' } });
  });

  it('closes an unpaid order for good, with a signed 204', async () => {
    const payment = await shop.prepay('close-1');
    const close = () =>
      shop.pay('POST', '/v3/pay/transactions/out-trade-no/close-1/close', { mchid: shop.credentials.merchantId });
    const answer = await close();
    expect(answer.status).toBe(204);
    expect(shop.verifies(answer.headers, '')).toBe(true);
    expect((await close()).status).toBe(204);
    expect((await shop.query('close-1')).body.trade_state).toBe('CLOSED');
    expect(await prepay('close-1')).toMatchObject({ status: 400, body: { code: 'ORDER_CLOSED' } });
    await expect(shop.simulator.pay(payment)).rejects.toThrow('closed');
  });

  it('refuses to close a paid order', async () => {
    await shop.paidOrder('close-2');
    const path = '/v3/pay/transactions/out-trade-no/close-2/close';
    const answer = await shop.pay('POST', path, { mchid: shop.credentials.merchantId });
    expect(answer).toMatchObject({ status: 400, body: { code: 'ORDERPAID' } });
  });

  it('lets nobody pay twice, without the merchant’s paySign, or after time_expire, which does not close the order', async () => {
    const payment = await shop.prepay('paying-1', { time_expire: inMinutes(2) });
    await expect(shop.simulator.pay({ ...payment, timeStamp: '1' })).rejects.toThrow('paySign');
    skew += 2 * 60_000 + 1000;
    await expect(shop.simulator.pay(payment)).rejects.toThrow('time_expire');
    expect((await shop.query('paying-1')).body.trade_state).toBe('NOTPAY');
    const paid = await shop.prepay('paying-2');
    await shop.simulator.pay(paid);
    await expect(shop.simulator.pay(paid)).rejects.toThrow('paid already');
  });

  it('answers with the platform certificate to a shop that names it, and publishes that certificate', async () => {
    const { body } = await shop.pay('GET', '/v3/certificates');
    const [entry] = body.data as {
      serial_no: string;
      encrypt_certificate: Parameters<InMemoryShop['decryptResource']>[0];
    }[];
    const certificate = shop.decryptResource(entry!.encrypt_certificate);
    const answer = await shop.pay('GET', '/v3/certificates', undefined, { 'wechatpay-serial': entry!.serial_no });
    expect(answer.headers.get('wechatpay-serial')).toBe(entry!.serial_no);
    expect(shop.verifies(answer.headers, answer.text, certificate)).toBe(true);
    shop.simulator.setSigningMode('certificate');
    expect((await shop.query('paying-2')).headers.get('wechatpay-serial')).toBe(entry!.serial_no);
    shop.simulator.setSigningMode('public-key');
  });

  it.each([undefined, 'signtest'])('forges a signature on request (%s)', async (value) => {
    shop.simulator.addFault({ target: 'query', kind: 'forged', value });
    const forged = await shop.query('paying-2');
    expect(shop.verifies(forged.headers, forged.text)).toBe(false);
    if (value) expect(forged.headers.get('wechatpay-signature')).toMatch(/^WECHATPAY\/SIGNTEST\//);
    const honest = await shop.query('paying-2');
    expect(shop.verifies(honest.headers, honest.text)).toBe(true);
  });

  it('answers garbage, half an answer, a gateway’s 502 or a Pay error on request', async () => {
    for (const fault of [
      { kind: 'garbage' },
      { kind: 'truncated' },
      { kind: 'http500', value: 502 },
      { kind: 'errcode', value: 'SYSTEM_ERROR' },
    ] as const) {
      shop.simulator.addFault({ target: 'query', ...fault });
    }
    expect(await shop.query('paying-2')).toMatchObject({ status: 200, text: expect.stringContaining('<html>') });
    await expect(shop.query('paying-2')).rejects.toThrow(SyntaxError);
    expect(await shop.query('paying-2')).toMatchObject({ status: 502, body: {} });
    expect(await shop.query('paying-2')).toMatchObject({ status: 500, body: { code: 'SYSTEM_ERROR' } });
    expect((await shop.query('paying-2')).status).toBe(200);
  });
});
