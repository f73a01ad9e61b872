import {
  CredentialsRefused,
  LoginCodeRefused,
  PhoneCodeRefused,
  UserBlockedByWechat,
  WechatBusy,
  WechatQuotaReached,
  WechatUnreachable,
} from '../errors.js';
import { failure } from '../testing/failure.js';
import {
  endless,
  hangUp,
  json,
  ScriptedServer,
  silence,
  slowDrip,
  text,
  truncated,
  type Script,
} from '../testing/scripted-server.js';
import { MiniProgramClient, type MiniProgramOptions } from './mini-program-client.js';

const SECRET = 'f00dfeedf00dfeedf00dfeedf00dfeed';
let server: ScriptedServer;
let client: MiniProgramClient;

beforeAll(async () => void (server = await ScriptedServer.start()));
afterAll(() => server.stop());
beforeEach(() => {
  server.reset();
  client = connect();
});
afterEach(() => client.disconnect());

function connect(options: Partial<MiniProgramOptions> = {}): MiniProgramClient {
  return new MiniProgramClient({ appId: 'wx1', appSecret: SECRET, baseUrl: server.url, ...options });
}

describe('codeToSession', () => {
  const session = { openid: 'oUser', session_key: 'o0q0otL8aEzpcZL/FT9WsQ==' };

  test('takes text/plain JSON without errcode for a success', async () => {
    server.answers(json(session));
    await expect(client.codeToSession('a b&c')).resolves.toEqual({
      openid: 'oUser',
      sessionKey: 'o0q0otL8aEzpcZL/FT9WsQ==',
      unionid: null,
    });
    const url = new URL(server.received[0]?.url ?? '', server.url);
    expect(url.pathname).toBe('/sns/jscode2session');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      appid: 'wx1',
      secret: SECRET,
      js_code: 'a b&c',
      grant_type: 'authorization_code',
    });
  });

  test('hands on the unionid of an app bound to an Open Platform account', async () => {
    server.answers(json({ ...session, errcode: 0, unionid: 'u1' }));
    await expect(client.codeToSession('c')).resolves.toMatchObject({ unionid: 'u1' });
  });

  test('a base URL may have a path', async () => {
    const behindProxy = connect({ baseUrl: `${server.url}/wechat/` });
    server.answers(json(session));
    await behindProxy.codeToSession('c');
    expect(server.at('/wechat/sns/jscode2session')).toHaveLength(1);
    await behindProxy.disconnect();
  });

  test.each([
    [40029, LoginCodeRefused],
    [40163, LoginCodeRefused],
    [40226, UserBlockedByWechat],
    [45011, WechatQuotaReached],
    [-1, WechatBusy],
    [40125, CredentialsRefused],
  ])('errcode %s is a typed error that carries the rid, and is not tried again', async (errcode, Class) => {
    server.answers(json({ errcode, errmsg: 'oUser did wrong, rid: 66a1-b2' }));
    const error = await failure(client.codeToSession('c'));
    expect(error).toBeInstanceOf(Class);
    expect(error).toMatchObject({ code: errcode, requestId: '66a1-b2' });
    expect(error.message).not.toContain('oUser');
    expect(server.received).toHaveLength(1);
  });

  const faults: [string, Script, string][] = [
    ['an HTML page', text('<html>502</html>'), 'garbled'],
    ['HTTP 502', text('bad gateway', 502), 'status'],
    ['HTTP 404', json(session, 404), 'garbled'],
    ['a truncated body', truncated, 'connection'],
    ['half a JSON text', text('{"openid":"oUser","sess'), 'garbled'],
    ['a JSON array', json([session]), 'garbled'],
    ['an answer without openid', json({ session_key: 'k' }), 'garbled'],
    ['an empty openid', json({ ...session, openid: '' }), 'garbled'],
    ['an answer without session_key', json({ openid: 'oUser' }), 'garbled'],
    ['an errcode that is no number', json({ ...session, errcode: {} }), 'garbled'],
    ['a cut connection', hangUp, 'connection'],
    ['silence', silence, 'deadline'],
    ['a dripping body', slowDrip, 'deadline'],
    ['a body of more than 1 MiB', endless, 'garbled'],
    ['a redirect', json(session, 302, { location: '/elsewhere' }), 'garbled'],
  ];
  test.each(faults)(
    '[F08] %s leaves the outcome unknown, and the code is never sent twice',
    async (_name, script, reason) => {
      const hurried = connect({ timeoutMs: reason === 'deadline' ? 150 : 3000 });
      server.answers(script);
      const error = await failure(hurried.codeToSession('the-code'));
      expect(error).toBeInstanceOf(WechatUnreachable);
      expect(error).toMatchObject({ reason, code: null, retryAfterSeconds: 5 });
      expect(server.received).toHaveLength(1);
      for (const secret of [SECRET, 'the-code', 'oUser']) {
        expect(`${error.message} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(secret);
      }
      await hurried.disconnect();
    },
  );

  test('nobody listening is a failed connection', async () => {
    const nowhere = connect({ baseUrl: 'http://127.0.0.1:1' });
    expect(await failure(nowhere.codeToSession('c'))).toMatchObject({ reason: 'connection' });
    await nowhere.disconnect();
  });

  test('an errcode sent as text counts', async () => {
    server.answers(json({ errcode: '40029' }));
    expect(await failure(client.codeToSession('c'))).toBeInstanceOf(LoginCodeRefused);
  });

  test('the guard stops the call before anything is sent', async () => {
    const guarded = connect({
      guard: () => {
        throw new Error('a transaction is open');
      },
    });
    await expect(guarded.codeToSession('c')).rejects.toThrow('a transaction is open');
    await expect(guarded.phoneNumber({ code: 'c', openid: 'o' })).rejects.toThrow('a transaction is open');
    expect(server.received).toHaveLength(0);
    await guarded.disconnect();
  });
});

describe('phoneNumber', () => {
  const PHONE = '/wxa/business/getuserphonenumber';
  const info = {
    phoneNumber: '13800138000',
    purePhoneNumber: '13800138000',
    countryCode: '86',
    watermark: { appid: 'wx1' },
  };
  const answer = (phone_info: unknown) => json({ errcode: 0, errmsg: 'ok', phone_info });
  const ask = () => client.phoneNumber({ code: 'pc', openid: 'oUser' });
  let issued: number;

  beforeEach(() => {
    issued = 0;
    server.answersAt('/cgi-bin/stable_token', (response, request) =>
      json({ access_token: `token-${(issued += 1)}`, expires_in: 7200 })(response, request),
    );
  });

  test('sends code and openid under an access_token', async () => {
    server.answers(answer(info));
    await expect(ask()).resolves.toEqual({
      phoneNumber: '13800138000',
      purePhoneNumber: '13800138000',
      countryCode: '86',
    });
    expect(server.at(PHONE)[0]?.url).toBe(`${PHONE}?access_token=token-1`);
    expect(JSON.parse(server.at(PHONE)[0]?.body ?? '')).toEqual({ code: 'pc', openid: 'oUser' });
    expect(JSON.parse(server.at('/cgi-bin/stable_token')[0]?.body ?? '')).toEqual({
      grant_type: 'client_credential',
      appid: 'wx1',
      secret: SECRET,
    });
  });

  test('takes the country code as a number too', async () => {
    server.answers(answer({ ...info, countryCode: 86 }));
    await expect(ask()).resolves.toMatchObject({ countryCode: '86' });
  });

  test('a number watermarked for another app is not believed', async () => {
    server.answers(answer({ ...info, watermark: { appid: 'wx2' } }));
    expect(await failure(ask())).toMatchObject({ reason: 'garbled' });
  });

  test.each([40029, 40163, 40003])('errcode %s is the phone code, not the login code', async (errcode) => {
    server.answers(json({ errcode }));
    expect(await failure(ask())).toBeInstanceOf(PhoneCodeRefused);
  });

  test('the code is not sent again after a lost answer', async () => {
    server.answers(hangUp, answer(info));
    expect(await failure(ask())).toMatchObject({ reason: 'connection' });
    expect(server.at(PHONE)).toHaveLength(1);
  });

  test.each([40001, 40014, 42001])(
    'after errcode %s another token is fetched, without force_refresh, and tried once',
    async (errcode) => {
      server.answers(json({ errcode }), answer(info));
      await expect(ask()).resolves.toMatchObject({ countryCode: '86' });
      expect(server.at(PHONE).map(({ url }) => url.split('=')[1])).toEqual(['token-1', 'token-2']);
      for (const { body } of server.at('/cgi-bin/stable_token')) expect(body).not.toContain('force_refresh');
    },
  );

  test('a token refused twice is a matter for the operator', async () => {
    server.answers(json({ errcode: 40001 }));
    expect(await failure(ask())).toBeInstanceOf(CredentialsRefused);
    expect(server.at(PHONE)).toHaveLength(2);
  });

  test('200 calls at once, and 200 refused tokens at once, cost one stable_token request each', async () => {
    server.answersAt(PHONE, (response, request) =>
      (request.url.endsWith('token-1') ? json({ errcode: 42001 }) : answer(info))(response, request),
    );
    await Promise.all(Array.from({ length: 200 }, ask));
    expect(issued).toBe(2);
  });

  test('the wait for a token is part of the deadline', async () => {
    const hurried = connect({ timeoutMs: 150 });
    server.answersAt('/cgi-bin/stable_token', silence);
    expect(await failure(hurried.phoneNumber({ code: 'c', openid: 'o' }))).toMatchObject({ reason: 'deadline' });
    await hurried.disconnect();
  });

  test('fetching a token is tried once more after a 5xx', async () => {
    let asked = 0;
    server.answersAt('/cgi-bin/stable_token', (response, request) =>
      ((asked += 1) === 1 ? text('', 503) : json({ access_token: 't', expires_in: 7200 }))(response, request),
    );
    server.answers(answer(info));
    await expect(ask()).resolves.toMatchObject({ countryCode: '86' });
  });
});
