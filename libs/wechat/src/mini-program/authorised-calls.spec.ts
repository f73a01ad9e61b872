import { Logger } from '@nestjs/common';
import {
  CredentialsRefused,
  MessageRefused,
  NoRecentVisit,
  NotSubscribed,
  PageNotPublished,
  SessionKeyRefused,
  TemplateValueRefused,
  WechatBusy,
  WechatQuotaReached,
  WechatUnreachable,
} from '../errors.js';
import { failure } from '../testing/failure.js';
import { json, ScriptedServer, silence, text, type Script } from '../testing/scripted-server.js';
import { MiniProgramClient, type MiniProgramOptions } from './mini-program-client.js';

const SESSION_KEY = 'o0q0otL8aEzpcZL/FT9WsQ==';
let server: ScriptedServer;
let client: MiniProgramClient;

beforeAll(async () => {
  Logger.overrideLogger(false);
  server = await ScriptedServer.start();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.reset();
  server.answersAt('/cgi-bin/stable_token', json({ access_token: 'token', expires_in: 7200 }));
  client = connect();
});
afterEach(() => client.disconnect());

function connect(options: Partial<MiniProgramOptions> = {}): MiniProgramClient {
  return new MiniProgramClient({ appId: 'wx1', appSecret: 'f00d', baseUrl: server.url, ...options });
}

/** What the last request said: its query and its body. */
function sent(path: string) {
  const request = server.at(path).at(-1);
  const query = Object.fromEntries(new URL(request?.url ?? '', server.url).searchParams);
  return { query, body: request?.body ? (JSON.parse(request.body) as unknown) : null };
}

describe('the session_key', () => {
  const of = { openid: 'oUser', sessionKey: SESSION_KEY };
  const query = { access_token: 'token', openid: 'oUser', sig_method: 'hmac_sha256' };

  test('signs as WeChat’s published vector says', () => {
    expect(client.sessionKeySignature(SESSION_KEY, '{"foo":"bar"}')).toBe(
      '654571f79995b2ce1e149e53c0a33dc39c0a74090db514261454e8dbe432aa0b',
    );
  });

  test('is good when WeChat accepts a signature over nothing, and stale when it does not', async () => {
    server.answers(json({ errcode: 0, errmsg: 'ok' }), json({ errcode: 87009, errmsg: 'invalid signature' }));
    await expect(client.isSessionKeyValid(of)).resolves.toBe(true);
    await expect(client.isSessionKeyValid(of)).resolves.toBe(false);
    const signature = client.sessionKeySignature(SESSION_KEY, '');
    expect(sent('/wxa/checksession').query).toEqual({ ...query, signature });
  });

  test('whose state WeChat does not tell is neither', async () => {
    server.answers(json({ errcode: -1 }));
    expect(await failure(client.isSessionKeyValid(of))).toBeInstanceOf(WechatBusy);
  });

  test('is replaced by another one', async () => {
    server.answers(json({ errcode: 0, openid: 'oUser', session_key: 'a new one' }), json({ errcode: 87009 }));
    await expect(client.resetSessionKey(of)).resolves.toBe('a new one');
    expect(sent('/wxa/resetusersessionkey').query).toMatchObject(query);
    expect(await failure(client.resetSessionKey(of))).toBeInstanceOf(SessionKeyRefused);
  });
});

describe('a subscribe message', () => {
  const PATH = '/cgi-bin/message/subscribe/send';
  const values = { thing1: '龙井茶', amount2: '¥29.90' };
  const message = { openid: 'oUser', templateId: 'T1', values, page: 'pages/order?id=1', opens: 'formal' } as const;
  const send = (more: Partial<Parameters<MiniProgramClient['sendSubscribeMessage']>[0]> = {}) =>
    client.sendSubscribeMessage({ ...message, ...more });

  test('names user, template and values', async () => {
    server.answers(json({ errcode: 0, errmsg: 'ok' }));
    await send();
    expect(sent(PATH).body).toEqual({
      touser: 'oUser',
      template_id: 'T1',
      page: 'pages/order?id=1',
      miniprogram_state: 'formal',
      lang: 'zh_CN',
      data: { thing1: { value: '龙井茶' }, amount2: { value: '¥29.90' } },
    });
    await send({ page: null });
    expect(sent(PATH).body).not.toHaveProperty('page');
  });

  test.each([
    [43101, NotSubscribed],
    [40003, MessageRefused],
    [40037, MessageRefused],
    [47003, MessageRefused],
    [41030, MessageRefused],
    [45009, WechatQuotaReached],
    [48001, CredentialsRefused],
    [-1, WechatBusy],
  ])('errcode %s is a typed error without the openid, and nothing is sent twice', async (errcode, Class) => {
    server.answers(json({ errcode, errmsg: 'oUser, rid: 66a1-b2' }));
    const error = await failure(send());
    expect(error).toBeInstanceOf(Class);
    expect(error).toMatchObject({ code: errcode, requestId: '66a1-b2' });
    expect(error.message).not.toContain('oUser');
    expect(server.at(PATH)).toHaveLength(1);
  });

  test('with a value its field does not take is not sent', async () => {
    expect(await failure(send({ values: { amount2: 'a lot' } }))).toBeInstanceOf(TemplateValueRefused);
    expect(server.received).toEqual([]);
  });
});

describe('the check of a text', () => {
  const PATH = '/wxa/msg_sec_check';
  const asked = { content: '请放门口', scene: 'comment', openid: 'oUser' } as const;
  const verdict = (suggest: string, label: unknown) =>
    json({ errcode: 0, errmsg: 'ok', trace_id: 'trace', result: { suggest, label }, detail: [] });

  test('names text, scene and user', async () => {
    server.answers(verdict('risky', 20001));
    await expect(client.checkText(asked)).resolves.toEqual({ suggest: 'risky', label: 20001, traceId: 'trace' });
    expect(sent(PATH).body).toEqual({ content: '请放门口', version: 2, scene: 2, openid: 'oUser' });
  });

  test.each([
    ['profile', 1],
    ['comment', 2],
    ['forum', 3],
    ['social-log', 4],
  ] as const)('knows the scene %s as %s', async (scene, number) => {
    server.answers(verdict('pass', '100'));
    await expect(client.checkText({ ...asked, scene })).resolves.toMatchObject({ suggest: 'pass', label: 100 });
    expect(sent(PATH).body).toMatchObject({ scene: number });
  });

  test('of somebody who was not here for two hours is refused', async () => {
    server.answers(json({ errcode: 61010 }));
    expect(await failure(client.checkText(asked))).toBeInstanceOf(NoRecentVisit);
  });

  test.each([
    ['a verdict nobody knows', verdict('maybe', 1)],
    ['no verdict', json({ errcode: 0 })],
    ['an HTML page', text('<html>')],
    ['HTTP 404', text('', 404)],
  ])('%s is no answer', async (_name, script) => {
    server.answers(script);
    expect(await failure(client.checkText(asked))).toMatchObject({ reason: 'garbled' });
  });

  test('has as little time as its caller gives it, its access_token included', async () => {
    server.answersAt('/cgi-bin/stable_token', silence);
    expect(await failure(client.checkText({ ...asked, timeoutMs: 50 }))).toMatchObject({ reason: 'deadline' });
  });
});

describe('the check of a picture or a recording', () => {
  const asked = { url: 'https://shop.example/1.png', type: 'image', scene: 'profile', openid: 'oUser' } as const;

  test.each([
    ['audio', 1],
    ['image', 2],
  ] as const)('of type %s is begun as %s; its verdict comes later, by its trace_id', async (type, number) => {
    server.answers(json({ errcode: 0, errmsg: 'ok', trace_id: 'trace' }));
    await expect(client.checkMedia({ ...asked, type })).resolves.toEqual({ traceId: 'trace' });
    expect(sent('/wxa/media_check_async').body).toEqual({
      media_url: 'https://shop.example/1.png',
      media_type: number,
      version: 2,
      scene: 1,
      openid: 'oUser',
    });
  });

  test('has not begun without a trace_id', async () => {
    server.answers(json({ errcode: 0 }), json({ errcode: 61010 }));
    expect(await failure(client.checkMedia(asked))).toBeInstanceOf(WechatUnreachable);
    expect(await failure(client.checkMedia(asked))).toBeInstanceOf(NoRecentVisit);
  });
});

describe('a mini-program code', () => {
  const PATH = '/wxa/getwxacodeunlimit';
  const asked = { scene: '01J0000000000000000000000A', page: 'pages/product', opens: 'release' } as const;
  const image = (bytes: Buffer, contentType: string): Script => {
    return (response) => response.writeHead(200, { 'content-type': contentType }).end(bytes);
  };
  const bytes = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 255]);

  test.each(['image/jpeg', 'image/png', 'image/jpeg; charset=x'])('comes as bytes of type %s', async (contentType) => {
    server.answers(image(bytes, contentType));
    const [type] = contentType.split(';');
    await expect(client.codeImage(asked)).resolves.toEqual({ bytes, contentType: type });
    expect(sent(PATH).body).toEqual({
      scene: asked.scene,
      page: 'pages/product',
      check_path: true,
      env_version: 'release',
    });
  });

  test('of another version leads to a page that need not be published yet', async () => {
    server.answers(image(bytes, 'image/png'));
    await client.codeImage({ ...asked, opens: 'develop', width: 1280 });
    expect(sent(PATH).body).toMatchObject({ check_path: false, env_version: 'develop', width: 1280 });
  });

  test.each([
    [41030, PageNotPublished],
    [45009, WechatQuotaReached],
    [48001, CredentialsRefused],
  ])('is refused by errcode %s in JSON', async (errcode, Class) => {
    server.answers(json({ errcode, errmsg: 'invalid page' }));
    expect(await failure(client.codeImage(asked))).toBeInstanceOf(Class);
  });

  test('is fetched once more with another token after errcode 40001 in JSON', async () => {
    server.answers(json({ errcode: 40001 }), image(bytes, 'image/jpeg'));
    await expect(client.codeImage(asked)).resolves.toMatchObject({ bytes });
  });

  test.each([
    ['JSON without an errcode', json({ errmsg: 'ok' })],
    ['an HTML page', text('<html>')],
    ['an empty image', image(Buffer.alloc(0), 'image/png')],
    ['bytes of an unknown type', image(bytes, 'application/octet-stream')],
  ])('is not %s', async (_name, script) => {
    server.answers(script);
    expect(await failure(client.codeImage(asked))).toMatchObject({ reason: 'garbled' });
  });

  test.each(['', 'a'.repeat(33), 'a b', '商品'])('carries a scene WeChat takes, and not "%s"', async (scene) => {
    await expect(client.codeImage({ ...asked, scene })).rejects.toThrow(RangeError);
    expect(server.received).toEqual([]);
  });
});

test('the guard stops each call before anything is sent', async () => {
  const guarded = connect({
    guard: () => {
      throw new Error('a transaction is open');
    },
  });
  const of = { openid: 'oUser', sessionKey: SESSION_KEY };
  const message = { openid: 'o', templateId: 'T', values: {}, page: null, opens: 'formal' } as const;
  const calls = [
    guarded.isSessionKeyValid(of),
    guarded.resetSessionKey(of),
    guarded.sendSubscribeMessage(message),
    guarded.checkText({ content: 'c', scene: 'profile', openid: 'o' }),
    guarded.checkMedia({ url: 'u', type: 'image', scene: 'profile', openid: 'o' }),
    guarded.codeImage({ scene: 's', page: 'p', opens: 'release' }),
  ];
  for (const call of calls) await expect(call).rejects.toThrow('a transaction is open');
  expect(server.received).toEqual([]);
  await guarded.disconnect();
});
