import { createPublicKey } from 'node:crypto';
import { failure } from '../testing/failure.js';
import { Formatter, Rsa } from '../testing/independent-library.js';
import {
  APP_ID,
  MERCHANT_ID,
  merchant,
  paidTransaction,
  PayParty,
  payOptions,
  prepayment,
  processingRefund,
  refundRequest,
} from '../testing/pay-party.js';
import { ScriptedServer } from '../testing/scripted-server.js';
import { PayClient, type PayOptions } from './pay-client.js';

const platform = new PayParty('PUB_KEY_ID_0119000000012026');
const merchantPublicKey = createPublicKey(merchant.privateKey);
let server: ScriptedServer;
let client: PayClient;

beforeAll(async () => void (server = await ScriptedServer.start()));
afterAll(() => server.stop());
beforeEach(() => {
  server.reset();
  client = connect();
});
afterEach(() => client.disconnect());

function connect(options: Partial<PayOptions> = {}): PayClient {
  return new PayClient({ ...payOptions(server.url, platform.publicKey), ...options });
}

describe('requests', () => {
  test('are signed over what goes over the wire, and name the public key to answer with', async () => {
    server.answers(platform.answer(paidTransaction));
    await client.query('T0001');
    const [request] = server.received;
    const fields = Object.fromEntries(
      [...(request?.headers.authorization ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    );
    const { timestamp = '', nonce_str: nonce = '', signature = '' } = fields;
    const message = Formatter.request('GET', request?.url ?? '', timestamp, nonce, '');
    expect(Rsa.verify(message, signature, merchantPublicKey)).toBe(true);
    expect(request?.url).toBe(`/v3/pay/transactions/out-trade-no/T0001?mchid=${MERCHANT_ID}`);
    expect(request?.headers).toMatchObject({ accept: 'application/json', 'wechatpay-serial': platform.serial });
    expect(request?.headers['user-agent']).toBeTruthy();
  });

  test('prepay sends the amount in fen and the expiry in Beijing time', async () => {
    server.answers(platform.answer({ prepay_id: 'wx29' }));
    await expect(client.prepay({ ...prepayment, payerClientIp: '192.0.2.7' })).resolves.toEqual({ prepayId: 'wx29' });
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
      appid: APP_ID,
      mchid: MERCHANT_ID,
      description: '一斤苹果',
      out_trade_no: 'T0001',
      time_expire: '2026-11-23T12:30:00+08:00',
      attach: '01ORDER',
      notify_url: 'https://shop.example/notify',
      amount: { total: 1999, currency: 'CNY' },
      payer: { openid: 'oUser' },
      scene_info: { payer_client_ip: '192.0.2.7' },
    });
  });

  test('close needs no more than a signed 204', async () => {
    server.answers(platform.answer(null, 204));
    await expect(client.close('T0001')).resolves.toBeUndefined();
    expect(server.received[0]).toMatchObject({ method: 'POST', url: '/v3/pay/transactions/out-trade-no/T0001/close' });
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({ mchid: MERCHANT_ID });
  });

  test('refund sends part and whole, and reads the refund back', async () => {
    server.answers(platform.answer(processingRefund));
    await expect(client.refund({ ...refundRequest, reason: '缺货' })).resolves.toMatchObject({
      refundId: '50300000002026112300000000001',
      status: 'PROCESSING',
      successTime: null,
      createTime: new Date('2026-11-23T04:00:00Z'),
      amount: { refundFen: 500, totalFen: 1999, payerRefundFen: 500 },
    });
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
      out_trade_no: 'T0001',
      out_refund_no: 'R0001',
      reason: '缺货',
      notify_url: 'https://shop.example/r',
      amount: { refund: 500, total: 1999, currency: 'CNY' },
    });
  });

  test('paymentArguments are signed as wx.requestPayment checks them', () => {
    const args = client.paymentArguments('wx29');
    expect(args).toMatchObject({ timeStamp: '1795406400', package: 'prepay_id=wx29', signType: 'RSA' });
    const message = Formatter.joinedByLineFeed(APP_ID, args.timeStamp, args.nonceStr, args.package);
    expect(Rsa.verify(message, args.paySign, merchantPublicKey)).toBe(true);
  });
});

describe('query', () => {
  test('reads a paid transaction', async () => {
    server.answers(platform.answer(paidTransaction));
    await expect(client.query('T0001')).resolves.toEqual({
      appId: APP_ID,
      merchantId: MERCHANT_ID,
      outTradeNo: 'T0001',
      transactionId: '4200000000202611230000000001',
      tradeType: 'JSAPI',
      tradeState: 'SUCCESS',
      tradeStateDescription: '支付成功',
      successTime: new Date('2026-11-23T03:59:30Z'),
      openid: 'oUser',
      attach: '01ORDER',
      amount: { totalFen: 1999, payerTotalFen: 1899, currency: 'CNY', payerCurrency: 'CNY' },
    });
  });

  test.each(['NOTPAY', 'CLOSED', 'REVOKED', 'USERPAYING', 'PAYERROR'])(
    '%s needs neither time nor amount',
    async (trade_state) => {
      const { appid, mchid, out_trade_no } = paidTransaction;
      server.answers(platform.answer({ appid, mchid, out_trade_no, trade_state, amount: { payer_currency: 'CNY' } }));
      await expect(client.query('T0001')).resolves.toMatchObject({
        tradeState: trade_state,
        transactionId: null,
        successTime: null,
        amount: null,
      });
    },
  );

  test.each([
    ['without amount', { ...paidTransaction, amount: undefined }],
    ['with an amount in yuan', { ...paidTransaction, amount: { total: 19.99 } }],
    ['with an amount as text', { ...paidTransaction, amount: { total: '1999' } }],
    ['with a negative amount', { ...paidTransaction, amount: { total: -1 } }],
    ['without a transaction id', { ...paidTransaction, transaction_id: '' }],
    ['without a time', { ...paidTransaction, success_time: undefined }],
    ['with a time that is none', { ...paidTransaction, success_time: 'soon' }],
    ['without appid', { ...paidTransaction, appid: undefined }],
    ['in a state unheard of', { ...paidTransaction, trade_state: 'PERHAPS' }],
    ['of another number', { ...paidTransaction, out_trade_no: 'T0002' }],
    ['of another merchant', { ...paidTransaction, mchid: '1900000002' }],
  ])('a signed answer %s is no answer', async (_name, body) => {
    server.answers(platform.answer(body));
    expect(await failure(client.query('T0001'))).toMatchObject({ reason: 'garbled' });
  });

  test.each([
    ['of another refund', { ...processingRefund, out_refund_no: 'R0002' }],
    ['of another transaction', { ...processingRefund, out_trade_no: 'T0002' }],
    ['of another amount', { ...processingRefund, amount: { refund: 501, total: 1999 } }],
  ])('a signed refund answer %s is no answer', async (_name, body) => {
    server.answers(platform.answer(body));
    expect(await failure(client.refund(refundRequest))).toMatchObject({ reason: 'garbled' });
  });

  test('reads a refund that is done', async () => {
    server.answers(
      platform.answer({ ...processingRefund, status: 'SUCCESS', success_time: '2026-11-23T12:01:00+08:00' }),
    );
    await expect(client.queryRefund('R0001')).resolves.toMatchObject({
      status: 'SUCCESS',
      successTime: new Date('2026-11-23T04:01:00Z'),
    });
    expect(server.received[0]?.url).toBe('/v3/refund/domestic/refunds/R0001');
  });

  test.each(['PROCESSING', 'ABNORMAL', 'CLOSED'])('reads a refund that is %s, without a time', async (status) => {
    server.answers(platform.answer({ ...processingRefund, status }));
    await expect(client.queryRefund('R0001')).resolves.toMatchObject({ status, successTime: null });
  });

  test('a refund in a state unheard of is no answer', async () => {
    server.answers(platform.answer({ ...processingRefund, status: 'PERHAPS' }));
    expect(await failure(client.queryRefund('R0001'))).toMatchObject({ reason: 'garbled' });
  });
});

test('the guard stops every call before anything is sent', async () => {
  const guarded = connect({
    guard: () => {
      throw new Error('a transaction is open');
    },
  });
  const calls = [
    guarded.prepay(prepayment),
    guarded.query('T0001'),
    guarded.close('T0001'),
    guarded.refund(refundRequest),
    guarded.queryRefund('R0001'),
  ];
  for (const call of calls) await expect(call).rejects.toThrow('a transaction is open');
  expect(server.received).toHaveLength(0);
  expect(() => guarded.paymentArguments('wx29')).not.toThrow();
  await guarded.disconnect();
});
