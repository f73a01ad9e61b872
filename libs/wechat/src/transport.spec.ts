import { createServer } from 'node:net';
import { WechatUnreachable } from './errors.js';
import { failure } from './testing/failure.js';
import { hangUp, json, ScriptedServer, silence, text, type Script } from './testing/scripted-server.js';
import { retriedOnce, Transport, type TransportOptions } from './transport.js';

const PATH = '/v3/thing';
const fine = json({ fine: true });
let main: ScriptedServer;
let backup: ScriptedServer;
let elapsed: number;
let told: string[];
const transports: Transport[] = [];

beforeAll(async () => {
  [main, backup] = await Promise.all([ScriptedServer.start(), ScriptedServer.start()]);
});
afterAll(() => Promise.all([main.stop(), backup.stop()]));
beforeEach(() => {
  main.reset();
  backup.reset();
  backup.answers(fine);
  [elapsed, told] = [0, []];
});
afterEach(() => Promise.all(transports.splice(0).map((transport) => transport.close())));

function connect(options: Partial<TransportOptions> = {}): Transport {
  const tell = (news: string) => void told.push(news);
  const transport = new Transport({ baseUrl: main.url, elapsed: () => elapsed, tell, ...options });
  transports.push(transport);
  return transport;
}

const ask = (transport: Transport, operation = 'thing') => {
  const request = { method: 'GET', path: PATH, headers: {}, body: null } as const;
  return transport.send(operation, request, transport.deadline());
};
/** As the Pay API does it. */
const askTwice = (transport: Transport) => {
  const deadline = transport.deadline();
  return retriedOnce(async () => {
    const answer = await transport.send('thing', { method: 'GET', path: PATH, headers: {}, body: null }, deadline);
    if (answer.status >= 500) throw new WechatUnreachable('thing', 'status');
    return answer;
  });
};

describe('[P25] an endpoint that fails', () => {
  const failTenTimes = async (transport: Transport) => {
    for (let i = 0; i < 10; i++) await ask(transport).catch(() => undefined);
  };

  const failures: [string, Script][] = [
    ['cuts the connection', hangUp],
    ['answers 502', text('<html>', 502)],
  ];
  test.each(failures)(
    'ten times in a row, because it %s, is left alone and says when to come back',
    async (_, script) => {
      main.answers(script);
      const transport = connect();
      await failTenTimes(transport);
      const error = await failure(ask(transport));
      expect(error).toBeInstanceOf(WechatUnreachable);
      expect(error).toMatchObject({ reason: 'left-alone', retryAfterSeconds: 2 });
      expect(main.received).toHaveLength(10);
      expect(told).toHaveLength(1);
    },
  );

  test('is tried once in a while, and asked as before when it answers', async () => {
    main.answers(hangUp);
    const transport = connect();
    await failTenTimes(transport);
    elapsed = 2_000;
    expect(await failure(ask(transport))).toMatchObject({ reason: 'connection' });
    expect(await failure(ask(transport))).toMatchObject({ reason: 'left-alone' });
    elapsed = 4_000;
    main.answers(fine);
    await ask(transport);
    await expect(ask(transport)).resolves.toMatchObject({ status: 200 });
    expect(main.received).toHaveLength(13);
  });

  test('does not keep others from being asked', async () => {
    main.answers(hangUp);
    const transport = connect();
    await failTenTimes(transport);
    main.answers(fine);
    await expect(ask(transport, 'another')).resolves.toMatchObject({ status: 200 });
  });

  test.each([400, 401, 403, 404, 429])(
    'is not what says %s: a refusal shows that somebody is there',
    async (status) => {
      main.answers(json({ code: 'NO' }, status));
      const transport = connect();
      for (let i = 0; i < 30; i++) await expect(ask(transport)).resolves.toMatchObject({ status });
      main.answers(hangUp);
      for (let i = 0; i < 9; i++) await ask(transport).catch(() => undefined);
      main.answers(json({ code: 'NO' }, status));
      await ask(transport);
      main.answers(hangUp);
      for (let i = 0; i < 9; i++) expect(await failure(ask(transport))).toMatchObject({ reason: 'connection' });
    },
  );

  test('is not what the guard keeps from being asked at all', async () => {
    main.answers(fine);
    let open = true;
    const guard = () => {
      if (open) throw new Error('a transaction is open');
    };
    const transport = connect({ guard });
    for (let i = 0; i < 20; i++) await expect(ask(transport)).rejects.toThrow('a transaction is open');
    open = false;
    await expect(ask(transport)).resolves.toMatchObject({ status: 200 });
  });
});

describe('the backup host', () => {
  const withBackup = (options: Partial<TransportOptions> = {}) => connect({ backupBaseUrl: backup.url, ...options });

  const outages: [string, Script][] = [
    ['cuts the connection', hangUp],
    ['answers 503', text('', 503)],
    ['says nothing', silence],
  ];
  test.each(outages)('answers the same call when the main one %s', async (_, script) => {
    main.answers(script);
    await expect(askTwice(withBackup({ timeoutMs: 1_000 }))).resolves.toMatchObject({ status: 200 });
    expect([main.received.length, backup.received.length]).toEqual([1, 1]);
    expect(told).toEqual([expect.stringContaining(`${backup.url} is asked for a minute`)]);
  });

  test.each([
    ['cannot be reached', 'http://127.0.0.1:1'],
    ['has no name', 'http://no-such-host.invalid'],
  ])('answers when the main one %s', async (_, baseUrl) => {
    await expect(askTwice(withBackup({ baseUrl }))).resolves.toMatchObject({ status: 200 });
  });

  test('answers when the main one does not speak TLS', async () => {
    const mute = createServer((socket) => void socket.end('no TLS here').destroySoon());
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as { port: number };
    await expect(askTwice(withBackup({ baseUrl: `https://127.0.0.1:${port}` }))).resolves.toMatchObject({
      status: 200,
    });
    await new Promise((resolve) => mute.close(resolve));
  });

  test('is asked first for a minute, then the main one again', async () => {
    main.answers(hangUp);
    const transport = withBackup();
    await askTwice(transport);
    main.answers(fine);
    elapsed = 59_999;
    await ask(transport);
    expect([main.received.length, backup.received.length]).toEqual([1, 2]);
    elapsed = 60_000;
    await ask(transport);
    expect([main.received.length, backup.received.length]).toEqual([2, 2]);
  });

  test('hands back when it fails itself', async () => {
    main.answers(hangUp, fine);
    const transport = withBackup();
    await askTwice(transport);
    backup.answers(hangUp);
    await expect(askTwice(transport)).resolves.toMatchObject({ status: 200 });
    expect([main.received.length, backup.received.length]).toEqual([2, 2]);
  });

  test('is left out of a refusal: that is an answer', async () => {
    main.answers(json({ code: 'PARAM_ERROR' }, 400));
    await expect(askTwice(withBackup())).resolves.toMatchObject({ status: 400 });
    expect(backup.received).toHaveLength(0);
  });

  test('many calls at once that fail at the main one are all answered', async () => {
    main.answers(hangUp);
    const transport = withBackup();
    const all = await Promise.all(Array.from({ length: 40 }, () => askTwice(transport)));
    expect(all.every(({ status }) => status === 200)).toBe(true);
  });

  test('must have the same path, because the path is signed', () => {
    expect(() => connect({ backupBaseUrl: `${backup.url}/elsewhere` })).toThrow('same path');
  });
});
