import {
  AlreadyPaid,
  CredentialsRefused,
  OrderClosed,
  PayerIsPaying,
  TransactionNotFound,
  WechatBusy,
  WechatQuotaReached,
  WechatRefused,
  WechatUnreachable,
} from '../errors.js';
import { failure } from '../testing/failure.js';
import {
  paidTransaction,
  PayParty,
  payOptions,
  prepayment,
  processingRefund,
  refundRequest,
} from '../testing/pay-party.js';
import {
  hangUp,
  json,
  ScriptedServer,
  silence,
  slowDrip,
  text,
  truncated,
  type Script,
} from '../testing/scripted-server.js';
import { PayClient, type PayOptions } from './pay-client.js';

const platform = new PayParty('PUB_KEY_ID_0119000000012026');
const forger = new PayParty(platform.serial);
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

describe('[P20] an answer that cannot be believed leaves the outcome unknown', () => {
  const stale = () => platform.headers(JSON.stringify(paidTransaction), new Date('2026-11-23T03:55:00Z'));
  const otherKey = new PayParty('PUB_KEY_ID_0119000000019999');
  const faults: [string, Script, string][] = [
    ['unsigned', json(paidTransaction), 'unverified'],
    ['signed by a forger', forger.answer(paidTransaction), 'unverified'],
    ['signed with another public key', otherKey.answer(paidTransaction), 'unverified'],
    ['stale', json(paidTransaction, 200, stale()), 'unverified'],
    ['changed on the way', json(paidTransaction, 200, platform.headers('{}')), 'unverified'],
    ['an unsigned 404', json({ code: 'ORDER_NOT_EXIST', message: '' }, 404), 'unverified'],
    ['a 404 signed by a forger', forger.answer({ code: 'ORDER_NOT_EXIST', message: '' }, 404), 'unverified'],
    ['an unsigned ORDERPAID', json({ code: 'ORDERPAID', message: '' }, 400), 'unverified'],
    ['an HTML 404', text('<html>', 404), 'garbled'],
    ['signed, but no JSON', platform.answer('text'), 'garbled'],
    ['a redirect', text('', 302), 'garbled'],
    ['truncated', truncated, 'connection'],
    ['cut', hangUp, 'connection'],
    ['an HTML 502', text('<html>', 502), 'status'],
    ['a signed 500 of an unknown kind', platform.answer({ code: 'BANK_ERROR', message: '' }, 500), 'status'],
    ['silent', silence, 'deadline'],
    ['dripping', slowDrip, 'deadline'],
  ];
  test.each(faults)('%s', async (_name, script, reason) => {
    const hurried = connect({ timeoutMs: reason === 'deadline' ? 150 : 3000 });
    server.answers(script);
    const error = await failure(hurried.query('T0001'));
    expect(error).toBeInstanceOf(WechatUnreachable);
    expect(error).toMatchObject({ reason });
    await hurried.disconnect();
  });
});

describe('refusals', () => {
  test.each([
    ['ORDERPAID', 400, AlreadyPaid],
    ['ORDER_CLOSED', 400, OrderClosed],
    ['ORDER_NOT_EXIST', 404, TransactionNotFound],
    ['NO_AUTH', 403, CredentialsRefused],
    ['RULE_LIMIT', 403, WechatRefused],
  ])('%s', async (code, status, Class) => {
    server.answers(
      platform.answer({ code, message: 'oUser', detail: { field: '/payer/openid', value: 'oUser' } }, status),
    );
    const error = await failure(client.close('T0001'));
    expect(error).toBeInstanceOf(Class);
    expect(error).toMatchObject({ code, requestId: 'req-1' });
    expect(error.message).toBe(`close: WeChat answered ${code}, field /payer/openid, request req-1`);
  });

  test('what decides nothing about a payment is believed unsigned: WeChat Pay does not sign a SIGN_ERROR', async () => {
    server.answers(json({ code: 'SIGN_ERROR', message: '' }, 401));
    expect(await failure(client.query('T0001'))).toBeInstanceOf(CredentialsRefused);
    server.answers(json({ code: 'FREQUENCY_LIMITED', message: '' }, 429, { 'retry-after': '17' }));
    expect(await failure(client.query('T0001'))).toMatchObject({ retryAfterSeconds: 17 });
    expect(await failure(client.query('T0001'))).toBeInstanceOf(WechatQuotaReached);
  });
});

describe('[P20] an answer of 202 has done nothing yet', () => {
  test('USERPAYING closes nothing while the payer types their password, and is not asked again at once', async () => {
    server.answers(platform.answer({ code: 'USERPAYING', message: '用户支付中，需要输入密码' }, 202));
    const error = await failure(client.close('T0001'));
    expect(error).toBeInstanceOf(PayerIsPaying);
    expect(error).toMatchObject({ code: 'USERPAYING', retryAfterSeconds: 5 });
    expect(server.received).toHaveLength(1);
  });

  test.each([
    ['of an unknown code is asked again', platform.answer({ code: 'ACCEPTED', message: '' }, 202), WechatBusy],
    ['without a body is no success', platform.answer(null, 202), WechatUnreachable],
    ['without a signature is none either', json({}, 202), WechatUnreachable],
  ])('%s', async (_name, script, Class) => {
    server.answers(script);
    expect(await failure(client.close('T0001'))).toBeInstanceOf(Class);
  });

  test('a refund in full is believed only with 200', async () => {
    server.answers(platform.answer(processingRefund, 202));
    expect(await failure(client.refund(refundRequest))).toBeInstanceOf(WechatUnreachable);
  });
});

describe('repeats', () => {
  const broken: [string, Script][] = [
    ['a cut connection', hangUp],
    ['a 503', text('', 503)],
    ['SYSTEM_ERROR', platform.answer({ code: 'SYSTEM_ERROR', message: '' }, 500)],
  ];

  test.each(broken)('after %s a query is sent once more, freshly signed', async (_name, script) => {
    server.answers(script, platform.answer(paidTransaction));
    await expect(client.query('T0001')).resolves.toMatchObject({ tradeState: 'SUCCESS' });
    expect(new Set(server.received.map(({ headers }) => headers.authorization)).size).toBe(2);
  });

  test.each(broken)('after %s prepay and refund are sent once more, with the same body', async (_name, script) => {
    server.answers(script, platform.answer({ prepay_id: 'wx29' }));
    await client.prepay(prepayment);
    server.answers(script, platform.answer(processingRefund));
    await client.refund(refundRequest);
    const bodies = server.received.map(({ body }) => body);
    expect(bodies[0]).toBe(bodies[1]);
    expect(bodies[2]).toBe(bodies[3]);
  });

  test('once is enough', async () => {
    server.answers(platform.answer({ code: 'SYSTEM_ERROR', message: '' }, 500));
    expect(await failure(client.query('T0001'))).toBeInstanceOf(WechatBusy);
    expect(server.received).toHaveLength(2);
  });

  test.each(broken)(
    'after %s closing is sent once more, and hears that it was closed already',
    async (_name, script) => {
      server.answers(script, platform.answer({ code: 'ORDER_CLOSED', message: '' }, 400));
      expect(await failure(client.close('T0001'))).toBeInstanceOf(OrderClosed);
      expect(server.received).toHaveLength(2);
    },
  );

  test('an unsigned 204 closes nothing', async () => {
    server.answers((response) => response.writeHead(204).end());
    expect(await failure(client.close('T0001'))).toMatchObject({ reason: 'unverified' });
  });

  test('a genuine answer at the wrong time says that a clock is wrong', async () => {
    server.answers(json(paidTransaction, 200, platform.headers(JSON.stringify(paidTransaction), new Date(0))));
    expect((await failure(client.query('T0001'))).message).toContain('this clock is wrong');
  });

  test('a refusal is not repeated', async () => {
    server.answers(platform.answer({ code: 'PARAM_ERROR', message: '' }, 400));
    expect(await failure(client.prepay(prepayment))).toBeInstanceOf(WechatRefused);
    expect(server.received).toHaveLength(1);
  });
});
