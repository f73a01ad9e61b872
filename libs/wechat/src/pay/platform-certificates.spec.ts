import { SignatureOutOfTime, SignatureRefused, WechatUnreachable } from '../errors.js';
import { failure } from '../testing/failure.js';
import { NOW, paidTransaction, PayParty, payOptions, seal } from '../testing/pay-party.js';
import { hangUp, json, ScriptedServer, text, type Script } from '../testing/scripted-server.js';
import { Transport } from '../transport.js';
import { until } from '../../../../test/support/until.js';
import { MerchantSigner } from './merchant-signer.js';
import { PayClient } from './pay-client.js';
import { PayWire } from './pay-wire.js';
import { PlatformCertificates } from './platform-certificates.js';
import { apiV3KeyOf } from './sealed-resource.js';

const CERTIFICATES = '/v3/certificates';
const [old, next] = [
  new PayParty('5157F09EFDC096DE15EBE81A47057A7232F1B8E1'),
  new PayParty('6E1D414B17AFC0A15A2E4491C9C14927801AF3EC'),
];
const publicParty = new PayParty('PUB_KEY_ID_0119000000012026');
let server: ScriptedServer;

beforeAll(async () => void (server = await ScriptedServer.start()));
afterAll(() => server.stop());
beforeEach(() => server.reset());

const list = (...parties: PayParty[]) => ({ data: parties.map((party) => party.certificate()) });
const asked = () => server.at(CERTIFICATES).length;

describe('a client', () => {
  const clients: PayClient[] = [];
  const connect = (publicKey: { id: string; key: string } | null) => {
    const client = new PayClient(payOptions(server.url, publicKey));
    clients.push(client);
    return client;
  };
  afterEach(() => Promise.all(clients.splice(0).map((client) => client.disconnect())));

  test('in platform-certificate mode fetches the certificates once for many calls, and names no key', async () => {
    server.answersAt(CERTIFICATES, old.answer(list(old)));
    server.answers(old.answer(paidTransaction));
    const client = connect(null);
    const all = await Promise.all(Array.from({ length: 20 }, () => client.query('T0001')));
    expect(all.every(({ tradeState }) => tradeState === 'SUCCESS')).toBe(true);
    expect(asked()).toBe(1);
    for (const { headers } of server.received) expect(headers).not.toHaveProperty('wechatpay-serial');
  });

  test('while a merchant migrates, answers of both kinds are verified', async () => {
    server.answersAt(CERTIFICATES, publicParty.answer(list(old)));
    server.answers(publicParty.answer(paidTransaction), old.answer(paidTransaction));
    const client = connect(publicParty.publicKey);
    await client.query('T0001');
    expect(asked()).toBe(0);
    await client.query('T0001');
    expect(asked()).toBe(1);
  });

  test('while a merchant migrates, notifications of both kinds are verified, and those of neither are refused', async () => {
    server.answersAt(CERTIFICATES, publicParty.answer(list(old)));
    const client = connect(publicParty.publicKey);
    const sealed = seal(JSON.stringify(paidTransaction), 'transaction');
    const body = JSON.stringify({
      id: 'N1',
      event_type: 'TRANSACTION.SUCCESS',
      resource: { ...sealed, original_type: 'transaction' },
    });
    for (const party of [publicParty, old, publicParty])
      await expect(client.openNotification(party.headers(body), body)).resolves.toMatchObject({ kind: 'transaction' });
    const anotherKey = new PayParty('PUB_KEY_ID_0119000000019999');
    for (const party of [next, anotherKey])
      expect(await failure(client.openNotification(party.headers(body), body))).toBeInstanceOf(SignatureRefused);
    const probe = `WECHATPAY/SIGNTEST/${'A'.repeat(300)}`;
    for (const party of [publicParty, old]) {
      const headers = { ...party.headers(body), 'wechatpay-signature': probe };
      expect(await failure(client.openNotification(headers, body))).toBeInstanceOf(SignatureRefused);
    }
    expect(asked()).toBe(1);
  });

  test('a genuine message out of time says so, and nothing is fetched for one of an unknown serial', async () => {
    server.answersAt(CERTIFICATES, old.answer(list(old)));
    const client = connect(publicParty.publicKey);
    const yesterday = new Date(NOW.getTime() - 86_400_000);
    const error = await failure(client.openNotification(publicParty.headers('{}', yesterday), '{}'));
    expect(error).toBeInstanceOf(SignatureOutOfTime);
    expect(error).toMatchObject({ ahead: -86_400 });
    expect(await failure(client.openNotification(old.headers('{}', yesterday), '{}'))).toBeInstanceOf(SignatureRefused);
    expect(asked()).toBe(0);
  });

  test('without a public key, an answer signed with one is not believed', async () => {
    server.answersAt(CERTIFICATES, old.answer(list(old)));
    server.answers(publicParty.answer(paidTransaction));
    expect(await failure(connect(null).query('T0001'))).toMatchObject({ reason: 'unverified' });
    expect(asked()).toBe(0);
  });

  test('[F15] a notification of an unknown serial is refused; one that cannot be checked now says so', async () => {
    const body = '{}';
    server.answersAt(CERTIFICATES, old.answer(list(old)));
    expect(await failure(connect(null).openNotification(next.headers(body), body))).toBeInstanceOf(SignatureRefused);
    server.answersAt(CERTIFICATES, hangUp);
    expect(await failure(connect(null).openNotification(next.headers(body), body))).toBeInstanceOf(WechatUnreachable);
  });
});

describe('the certificates', () => {
  let elapsed: number;
  let now: Date;
  let transport: Transport;
  let certificates: PlatformCertificates;

  beforeEach(() => {
    elapsed = 0;
    now = NOW;
    const options = payOptions(server.url, null);
    transport = new Transport(options);
    const wire = new PayWire(transport, new MerchantSigner(options, () => NOW), null);
    const publicKeyOf = (serial: string) => (serial === publicParty.serial ? publicParty.keys.publicKey : null);
    certificates = new PlatformCertificates(
      wire,
      apiV3KeyOf(options.apiV3Key),
      publicKeyOf,
      () => now,
      () => elapsed,
    );
  });
  afterEach(() => transport.close());

  test('unknown serials cause at most one request a minute, however many come', async () => {
    server.answersAt(CERTIFICATES, old.answer(list(old)));
    await expect(certificates.keyOf(old.serial)).resolves.not.toBeNull();
    elapsed = 59_999;
    for (const serial of ['7A', '7B', '7C']) await expect(certificates.keyOf(serial)).resolves.toBeNull();
    await expect(certificates.keyOf(old.serial)).resolves.not.toBeNull();
    expect(asked()).toBe(1);
    elapsed = 60_000;
    server.answersAt(CERTIFICATES, old.answer(list(old, next)));
    await expect(certificates.keyOf(next.serial)).resolves.not.toBeNull();
    expect(asked()).toBe(2);
  });

  test('a list signed by a certificate already trusted is accepted, and replaces the old one', async () => {
    server.answersAt(CERTIFICATES, old.answer(list(old)));
    await certificates.keyOf(old.serial);
    elapsed = 60_000;
    server.answersAt(CERTIFICATES, old.answer(list(next)));
    await expect(certificates.keyOf(next.serial)).resolves.not.toBeNull();
    await expect(certificates.keyOf(old.serial)).resolves.toBeNull();
  });

  test('an expired certificate verifies nothing', async () => {
    server.answersAt(CERTIFICATES, old.answer({ data: [old.certificate(new Date('2026-12-01T00:00:00Z'))] }));
    await expect(certificates.keyOf(old.serial)).resolves.not.toBeNull();
    now = new Date('2026-12-01T00:00:01Z');
    await expect(certificates.keyOf(old.serial)).resolves.toBeNull();
  });

  const HALF_A_DAY = 12 * 3_600_000;

  test('a list half a day old is fetched again before anybody needs it, and nobody waits for that', async () => {
    server.answersAt(CERTIFICATES, old.answer(list(old)));
    await certificates.keyOf(old.serial);
    elapsed = HALF_A_DAY - 1;
    await certificates.keyOf(old.serial);
    expect(asked()).toBe(1);
    elapsed = HALF_A_DAY;
    server.answersAt(CERTIFICATES, old.answer(list(old, next)));
    for (let i = 0; i < 10; i++) await expect(certificates.keyOf(old.serial)).resolves.not.toBeNull();
    await until(() => certificates.knownKeyOf(next.serial) !== null);
    expect(asked()).toBe(2);
  });

  test('a certificate that is known goes on serving while the list cannot be fetched', async () => {
    server.answersAt(CERTIFICATES, old.answer(list(old)));
    await certificates.keyOf(old.serial);
    elapsed = HALF_A_DAY;
    server.answersAt(CERTIFICATES, text('', 503));
    await expect(certificates.keyOf(old.serial)).resolves.not.toBeNull();
    await until(() => asked() === 2);
    for (let i = 0; i < 10; i++) await expect(certificates.keyOf(old.serial)).resolves.not.toBeNull();
    expect(asked()).toBe(2);
  });

  test.each([401, 429])('a refusal with %s says nothing about the serial: it cannot be checked now', async (status) => {
    server.answersAt(CERTIFICATES, json({ code: 'SIGN_ERROR', message: '' }, status));
    expect(await failure(certificates.keyOf(old.serial))).toBeInstanceOf(WechatUnreachable);
  });

  test('a merchant who has none refuses the serial without an error', async () => {
    server.answersAt(CERTIFICATES, json({ code: 'RESOURCE_NOT_EXISTS', message: '' }, 404));
    await expect(certificates.keyOf(old.serial)).resolves.toBeNull();
    await expect(certificates.keyOf(old.serial)).resolves.toBeNull();
    expect(asked()).toBe(1);
  });

  test('a failure is told to all who ask, and not repeated for five seconds', async () => {
    server.answersAt(CERTIFICATES, text('', 503));
    const all = await Promise.all(Array.from({ length: 5 }, () => failure(certificates.keyOf(old.serial))));
    expect(all.every((error) => error instanceof WechatUnreachable)).toBe(true);
    expect(await failure(certificates.keyOf(old.serial))).toBeInstanceOf(WechatUnreachable);
    expect(asked()).toBe(1);
    elapsed = 5_000;
    server.answersAt(CERTIFICATES, old.answer(list(old)));
    await expect(certificates.keyOf(old.serial)).resolves.not.toBeNull();
  });

  const forged = new PayParty(old.serial);
  const renamed = { ...old.certificate(), serial_no: next.serial };
  const lists: [string, Script][] = [
    ['unsigned', json(list(old))],
    ['signed by a stranger', next.answer(list(old))],
    ['signed in the name of a certificate in it', forged.answer(list(old))],
    ['encrypted with another APIv3 key', old.answer({ data: [old.certificate(undefined, 'x'.repeat(32))] })],
    ['giving a certificate a serial it does not have', old.answer({ data: [old.certificate(), renamed] })],
    ['empty', old.answer({ data: [] })],
    ['no JSON', text('<html>')],
  ];
  test.each(lists)('a list %s is not believed', async (_name, script) => {
    server.answersAt(CERTIFICATES, script);
    expect(await failure(certificates.keyOf(old.serial))).toBeInstanceOf(WechatUnreachable);
  });
});
