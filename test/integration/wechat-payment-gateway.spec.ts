import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId, SystemClock } from '#kernel';
import type { Config } from '#platform/config';
import { WechatUnavailable } from '#platform/wechat-errors';
import { PayClient } from '#wechat';
import { makeSimulatorCredentials, startWechatSimulator, type WechatSimulator } from '#wechat-simulator';
import { WechatMessages } from '../../src/payment/adapters/wechat-messages.js';
import { WechatPaymentGateway } from '../../src/payment/adapters/wechat-payment-gateway.js';
import { NotificationForged, NotificationIllegible } from '../../src/payment/domain/errors.js';

interface Received {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('the payment gateway against the simulator', () => {
  const received: Received[] = [];
  let waiting: ((one: Received) => void)[] = [];
  let listener: Server;
  let simulator: WechatSimulator;
  let client: PayClient;
  let config: Config;
  let gateway: WechatPaymentGateway;

  beforeAll(async () => {
    listener = createServer((message, response) => {
      let body = '';
      message.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      message.on('end', () => {
        response.writeHead(204).end();
        const one = { url: message.url ?? '', headers: message.headers, body };
        const next = waiting.shift();
        if (next) next(one);
        else received.push(one);
      });
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const credentials = await makeSimulatorCredentials();
    simulator = await startWechatSimulator({ port: 0, ...credentials });
    const { publicKeyId: id, publicKey: key } = simulator;
    const pay = { ...credentials, publicKey: { id, key }, baseUrl: simulator.url };
    config = {
      http: { publicBaseUrl: `http://127.0.0.1:${(listener.address() as AddressInfo).port}` },
      wechat: { appId: credentials.appId, pay },
    } as unknown as Config;
    client = new PayClient({ ...pay, timeoutMs: 1_000 });
    gateway = new WechatPaymentGateway(
      client,
      new WechatMessages(config, new SystemClock()),
      config,
      new SystemClock(),
    );
  });

  afterEach(() => {
    simulator.clearFaults();
    received.length = 0;
    waiting = [];
  });

  afterAll(async () => {
    await simulator.close();
    await client.disconnect();
    await new Promise((resolve) => listener.close(resolve));
  });

  const notified = () =>
    new Promise<Received>((resolve) => {
      const one = received.shift();
      if (one) resolve(one);
      else waiting.push(resolve);
    });

  const anAttempt = () => ({
    attemptNo: `P${newId()}`,
    orderId: newId(),
    description: '一双袜子 等2件商品',
    amountFen: 1999,
    account: simulator.login().openid,
    expiresAt: new Date(Date.now() + 65_000),
  });

  async function prepared() {
    const attempt = anAttempt();
    const preparation = await gateway.prepare(attempt);
    if (preparation.outcome !== 'prepared') throw new Error(preparation.outcome);
    return { ...attempt, handle: preparation.handle };
  }

  it('prepares, is paid, notified, asked and refused to close: one story', async () => {
    const { handle, ...attempt } = await prepared();
    expect(await gateway.ask(attempt.attemptNo)).toEqual({ outcome: 'not-paid', closed: false });
    const { transactionId } = await simulator.pay({ ...gateway.argumentsFor(handle) });
    const { url, headers, body } = await notified();
    expect(url).toBe('/api/v1/payments/wechat/notifications');
    const receipt = { attemptNo: attempt.attemptNo, transactionId, amountFen: 1999, paidAt: expect.any(Date) };
    expect(await gateway.readNotification(headers, body)).toEqual({ kind: 'paid', id: expect.any(String), receipt });
    expect(await gateway.ask(attempt.attemptNo)).toEqual({ outcome: 'paid', receipt });
    expect(await gateway.close(attempt.attemptNo)).toEqual({ outcome: 'paid' });
    expect(await gateway.prepare(attempt)).toEqual({ outcome: 'paid' });
  });

  it('prepares the same attempt twice under one handle', async () => {
    const attempt = anAttempt();
    const [one, two] = [await gateway.prepare(attempt), await gateway.prepare(attempt)];
    expect(one).toMatchObject({ outcome: 'prepared' });
    expect(two).toMatchObject({ handle: (one as { handle: string }).handle });
  });

  it('closes an attempt, after which it takes no money and cannot be prepared', async () => {
    const { handle, ...attempt } = await prepared();
    expect(await gateway.close(attempt.attemptNo)).toEqual({ outcome: 'closed' });
    expect(await gateway.ask(attempt.attemptNo)).toEqual({ outcome: 'not-paid', closed: true });
    await expect(simulator.pay({ ...gateway.argumentsFor(handle) })).rejects.toThrow();
    expect((await gateway.prepare(attempt)).outcome).toBe('refused');
    expect(await gateway.close(`P${newId()}`)).toEqual({ outcome: 'closed' });
  });

  it.each(['http500', 'garbage', 'drop', 'truncated', 'forged', 'errcode'] as const)(
    'knows nothing while WeChat answers with the fault %s',
    async (kind) => {
      const { attemptNo } = await prepared();
      const value = kind === 'errcode' ? { value: 'SYSTEM_ERROR' } : {};
      for (const target of ['prepay', 'query', 'close'] as const)
        simulator.addFault({ target, kind, times: 2, ...value });
      expect((await gateway.ask(attemptNo)).outcome).toBe('unknown');
      // A 204 has no body to cut in half.
      if (kind !== 'truncated') expect((await gateway.close(attemptNo)).outcome).toBe('unknown');
      await expect(gateway.prepare(anAttempt())).rejects.toThrow(WechatUnavailable);
    },
  );

  it('[P20] knows nothing when WeChat answers too late', async () => {
    const { attemptNo } = await prepared();
    simulator.addFault({ target: 'query', kind: 'delay', value: 3_000 });
    expect((await gateway.ask(attemptNo)).outcome).toBe('unknown');
  });

  it('[F15] takes a truly signed notification about another merchant or app for none of ours, and reads a wrong amount as it is', async () => {
    const { handle, attemptNo } = await prepared();
    await simulator.pay({ ...gateway.argumentsFor(handle), notify: false });
    const told = async (changes: Record<string, unknown>) => {
      simulator.resendNotification({ outTradeNo: attemptNo, changes });
      const { headers, body } = await notified();
      return gateway.readNotification(headers, body);
    };
    expect(await told({ mchid: '1900000009' })).toMatchObject({
      kind: 'not-ours',
      reason: 'another-merchant',
      attemptNo,
    });
    expect(await told({ appid: 'wx0000000000000000' })).toMatchObject({ kind: 'not-ours', reason: 'another-app' });
    expect(await told({ amount: { total: 1 } })).toMatchObject({ kind: 'paid', receipt: { amountFen: 1 } });
  });

  it.each(['with the public key and', 'without a public key,'])(
    'a client %s platform certificates verifies answers and notifications signed with one',
    async (name) => {
      const publicKey = name.startsWith('with ') ? config.wechat.pay.publicKey : null;
      const options = { ...config.wechat.pay, publicKey, appId: config.wechat.appId, baseUrl: simulator.url };
      const migrating = new PayClient(options);
      const clock = new SystemClock();
      const other = new WechatPaymentGateway(migrating, new WechatMessages(config, clock), config, clock);
      simulator.setSigningMode('certificate');
      try {
        const { handle, ...attempt } = await prepared();
        expect(await other.ask(attempt.attemptNo)).toEqual({ outcome: 'not-paid', closed: false });
        await simulator.pay({ ...other.argumentsFor(handle) });
        const { headers, body } = await notified();
        expect(headers['wechatpay-serial']).not.toContain('PUB_KEY_ID_');
        expect(await other.readNotification(headers, body)).toMatchObject({ kind: 'paid' });
      } finally {
        simulator.setSigningMode('public-key');
        await migrating.disconnect();
      }
    },
  );

  it('[F15] refuses a notification whose signature, body or key is wrong', async () => {
    const { handle } = await prepared();
    await simulator.pay({ ...gateway.argumentsFor(handle) });
    const { headers, body } = await notified();
    await expect(gateway.readNotification({}, body)).rejects.toThrow(NotificationForged);
    await expect(gateway.readNotification(headers, `${body} `)).rejects.toThrow(NotificationForged);
    const stale = { ...headers, 'wechatpay-timestamp': '1700000000' };
    await expect(gateway.readNotification(stale, body)).rejects.toThrow(NotificationForged);
    const otherKey = new PayClient({
      ...config.wechat.pay,
      appId: 'wx',
      baseUrl: simulator.url,
      apiV3Key: 'x'.repeat(32),
    });
    const other = new WechatPaymentGateway(
      otherKey,
      new WechatMessages(config, new SystemClock()),
      config,
      new SystemClock(),
    );
    await expect(other.readNotification(headers, body)).rejects.toThrow(NotificationIllegible);
    await otherKey.disconnect();
  });
});
