import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { accessToken } from '../support/access-token.js';
import { Echo } from '../support/echo.js';
import { checkConfiguration, Haproxy, haproxy } from '../support/haproxy.js';
import { eventually, until } from '../support/until.js';

/** Ids in the form of the shop's, always the same ones. */
const people = Array.from({ length: 10_000 }, (_, number) => {
  const digest = createHash('sha256').update(`person ${number}`).digest('hex').toUpperCase();
  return `01${digest.slice(0, 24)}`;
});
const some = people.slice(0, 400);

(haproxy ? describe : describe.skip)('the gateway', () => {
  let blue: Echo;
  let green: Echo;
  let canary: Echo;
  let gateway: Haproxy;
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  beforeAll(async () => {
    [blue, green, canary] = await Promise.all([Echo.open('blue'), Echo.open('green'), Echo.open('canary')]);
    gateway = await Haproxy.start({ blue: blue.address, green: green.address, canary: canary.address });
    await gateway.untilEverybodyIsUp();
  });
  afterEach(async () => {
    for (const echo of [blue, green, canary]) {
      echo.seen.length = 0;
      echo.answer = (response) => response.end(echo.name);
    }
  });
  afterAll(async () => {
    agent.destroy();
    await gateway?.close();
    await Promise.all([blue, green, canary].map((echo) => echo?.close()));
  });

  interface Answer {
    readonly status: number;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly text: string;
  }
  const ask = (path: string, { method = 'GET', headers = {}, body = '', fresh = false } = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const asking = request(`${gateway.url}${path}`, { agent: fresh ? false : agent, method, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      });
      asking.on('error', reject).end(body);
    });
  const bearer = (person: string, session?: string) => ({ authorization: `Bearer ${accessToken(person, session)}` });
  /** Which server answers a shopper. */
  const servedBy = async (person: string, session?: string) =>
    (await ask('/api/v1/orders', { headers: bearer(person, session) })).text;
  const onCanary = async (among: readonly string[], session?: string) => {
    const chosen = new Set<string>();
    for (let at = 0; at < among.length; at += 8) {
      const eight = among.slice(at, at + 8);
      const names = await Promise.all(eight.map((one) => servedBy(one, session)));
      eight.filter((_, number) => names[number] === 'canary').forEach((one) => chosen.add(one));
    }
    return chosen;
  };
  /** Refused while a busy machine lets the canary fail its checks: asked until it is taken. */
  const setShare = (share: number) => until(async () => (await gateway.release(`share ${share}`)).exitCode === 0);
  /** Somebody whom the canary serves as long as anybody. */
  const guineaPig = async () => {
    await setShare(1);
    const [first] = await onCanary(people.slice(0, 1_000));
    return first ?? '';
  };

  it.each([
    ['as it stands', {}],
    ['with a user', { GATEWAY_USER: 'nobody' }],
    ['with several servers by a name that nobody knows yet', { SHOP_SLOT_SERVERS: '4', SHOP_CANARY_SERVERS: '2' }],
    ['behind a balancer', { GATEWAY_TRUSTED_PROXIES: '10.0.0.0/8 fd00::/8' }],
  ])('has a configuration that HAProxy takes: %s', (_, variables) => {
    expect(checkConfiguration(variables)).toMatchObject({ status: 0, output: expect.not.stringContaining('ALERT') });
  });

  it('asks no DNS whose word to take: networks of balancers are addresses', () => {
    const { status, output } = checkConfiguration({ GATEWAY_TRUSTED_PROXIES: 'localhost' });
    expect({ status, output }).toEqual({
      status: 1,
      output: expect.stringContaining(`'localhost' is not a valid IPv4`),
    });
  });

  describe('and the canary', () => {
    it('that has a share of 10 % serves one shopper in ten, and at 25 % those and others', async () => {
      await setShare(10);
      const ten = await onCanary(people);
      // Five standard deviations of a fair choice.
      expect(Math.abs(ten.size - 1_000)).toBeLessThan(150);
      await setShare(25);
      const more = await onCanary(people.slice(0, 2_000));
      expect(Math.abs(more.size - 500)).toBeLessThan(97);
      expect(people.slice(0, 2_000).filter((one) => ten.has(one) && !more.has(one))).toEqual([]);
    });

    it('keeps its shoppers when they have new tokens, the gateway is loaded anew, or starts anew', async () => {
      await setShare(30);
      const before = await onCanary(some);
      expect(before.size).toBeGreaterThan(0);
      expect(await onCanary(some, 'another session')).toEqual(before);
      await gateway.reload();
      expect(await onCanary(some)).toEqual(before);
      await gateway.restart();
      expect(await onCanary(some)).toEqual(before);
      await gateway.untilEverybodyIsUp();
    });

    it('never has who signs in, is nobody yet, is staff, is WeChat or a probe', async () => {
      const headers = bearer(await guineaPig());
      await setShare(100);
      expect((await ask('/api/v1/orders', { headers })).text).toBe('canary');
      for (const path of ['auth/sessions', 'auth/logout', 'products/1', 'users/me/wechat-data'])
        expect({ path, by: (await ask(`/api/v1/${path}`, { headers })).text }).toEqual({ path, by: 'canary' });
      for (const path of [
        '/api/v1/auth/wechat/login',
        '/api/v1/auth/token/refresh',
        '/api/v1/auth/staff/login',
        '/docs',
        '/health',
        '/api/v1/admin/orders',
        '/api/v1/payments/wechat/notifications',
        '/api/v1/wechat/push?signature=1',
      ])
        expect({ path, by: (await ask(path, { headers })).text }).toEqual({ path, by: 'blue' });
      for (const authorization of ['Bearer nonsense', 'Bearer a.b.c', 'Basic YTpi', `Bearer ${accessToken('')}x`])
        expect((await ask('/api/v1/orders', { headers: { authorization } })).status).toBe(200);
      expect((await ask('/api/v1/products')).text).toBe('blue');
      expect((await ask('/api/v1/orders', { headers: { cookie: 'jishi_staff=1' } })).text).toBe('blue');
    });

    it('is served in its place when it is dead, from the first connection that fails on, and that is seen by server', async () => {
      const headers = bearer(await guineaPig());
      blue.seen.length = 0;
      await canary.close();
      // What is sent over a connection in the moment in which it breaks may have been heard, and is not sent again.
      const idle = { proxy: 'canary', server: 'canary-1' };
      const left = async () => (await gateway.figures()).value('haproxy_server_idle_connections_current', idle);
      await until(async () => (await left()) === 0);
      const posts = 20;
      for (let number = 0; number < posts; number++) {
        const answer = await ask('/api/v1/orders', { method: 'POST', headers, body: `${number}` });
        expect(answer).toMatchObject({ status: 200, text: 'blue' });
      }
      expect(blue.seen.map(({ body }) => body)).toEqual(Array.from({ length: posts }, (_, number) => `${number}`));
      expect(await gateway.answered('canary/stable', '2xx')).toBe(posts);
      await gateway.untilServer('canary/canary-1', 'DOWN');
      await canary.listen();
      await gateway.untilServer('canary/canary-1', 'UP');
      expect((await ask('/api/v1/orders', { headers })).text).toBe('canary');
    });
  });

  it('that is loaded anew refuses no connection meanwhile', async () => {
    let over = false;
    const answers: number[] = [];
    const asking = Array.from({ length: 4 }, async () => {
      while (!over) answers.push((await ask('/api/v1/products', { fresh: true })).status);
    });
    await gateway.reload();
    over = true;
    await Promise.all(asking);
    expect(new Set(answers)).toEqual(new Set([200]));
  });

  it('keeps the slot that is live when it starts anew', async () => {
    expect(await gateway.release('switch green')).toMatchObject({ exitCode: 0 });
    for (const again of [() => gateway.reload(), () => gateway.restart()]) {
      await again();
      expect((await ask('/api/v1/products', { fresh: true })).text).toBe('green');
    }
    await gateway.untilEverybodyIsUp();
    expect(await gateway.release('switch blue')).toMatchObject({ exitCode: 0 });
    expect((await ask('/api/v1/products')).text).toBe('blue');
  });

  describe('and a request', () => {
    it('that may have been heard is sent again when it asks for something, and never when it may change something', async () => {
      await setShare(0);
      blue.answer = (response) => response.destroy();
      for (const method of ['POST', 'PUT', 'DELETE']) {
        expect(await ask('/api/v1/orders', { method, body: 'x', fresh: true })).toMatchObject({ status: 502 });
        // Who has asked before on this connection hears nothing, and is left to decide.
        await ask('/api/v1/orders', { method, body: 'x' }).catch(() => null);
        expect(blue.seen.filter((one) => one.method === method)).toHaveLength(2);
      }
      blue.answer = (response) => {
        if (blue.seen.filter(({ method }) => method === 'GET').length === 1) response.destroy();
        else response.end('blue');
      };
      expect(await ask('/api/v1/orders')).toMatchObject({ status: 200, text: 'blue' });
    });

    it('says who sent it, whatever it says itself', async () => {
      const lies = {
        'x-forwarded-for': '8.8.8.8',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'evil.example',
        forwarded: 'for=8.8.8.8',
        'x-real-ip': '8.8.8.8',
      };
      await ask('/api/v1/products', { headers: { ...lies, host: 'shop.example' } });
      const [{ headers } = { headers: {} }] = blue.seen;
      expect(headers).toMatchObject({
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
        'x-forwarded-host': 'shop.example',
      });
      expect(headers).not.toHaveProperty('forwarded');
      expect(headers).not.toHaveProperty('x-real-ip');
    });

    it('begins its trace in the shop, and keeps its own name if that is sane', async () => {
      const traced = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, tracestate: 'a=1', baggage: 'a=1' };
      await ask('/api/v1/products', { headers: { ...traced, 'x-request-id': 'my-own.name_1' } });
      await ask('/api/v1/products', { headers: { 'x-request-id': 'no name: {}' } });
      const [first, second] = blue.seen.map(({ headers }) => headers);
      for (const name of Object.keys(traced)) expect(first).not.toHaveProperty(name);
      expect(first?.['x-request-id']).toBe('my-own.name_1');
      expect(second?.['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
      const logged = () => gateway.log.find(({ requestId }) => requestId === second?.['x-request-id']);
      expect(await eventually(logged, (line) => line !== undefined)).toMatchObject({ backend: 'blue', status: 200 });
    });

    it('for what is not for the outside reaches nobody', async () => {
      const seen = [
        '/metrics',
        '/metrics/',
        '//metrics',
        '/%6detrics',
        '/api',
        '/',
        '/docs-jsonx',
        '/healthz',
        '/docs/../metrics',
      ];
      for (const path of seen.slice(0, -1))
        expect({ path, answer: await ask(path) }).toMatchObject({ path, answer: { status: 404 } });
      expect(blue.seen).toEqual([]);
      const { status, text, headers } = await ask('/metrics', { headers: { 'x-request-id': 'mine' } });
      expect({ status, ...(JSON.parse(text) as object) }).toEqual({
        status: 404,
        code: 404,
        message: '资源不存在',
        data: null,
        requestId: 'mine',
      });
      expect(headers).toMatchObject({ 'x-request-id': 'mine', 'content-type': 'application/json; charset=utf-8' });
    });

    it('that is too large is refused before it is sent on', async () => {
      // It says how much will come, and sends a little of it.
      const headers = { 'content-length': '2300001' };
      const body = 'x'.repeat(40_000);
      expect(await ask('/api/v1/uploads', { method: 'POST', headers, body, fresh: true })).toMatchObject({
        status: 413,
      });
      expect(blue.seen).toEqual([]);
    });

    it('that nobody can answer hears in the envelope when to come again', async () => {
      await blue.close();
      await gateway.untilServer('blue/blue-1', 'DOWN');
      const { status, headers, text } = await ask('/api/v1/products', { headers: { 'x-request-id': 'mine' } });
      expect({ status, ...(JSON.parse(text) as object) }).toMatchObject({ status: 503, code: 503, requestId: 'mine' });
      expect(headers).toMatchObject({ 'retry-after': '2', 'x-request-id': 'mine' });
      await blue.listen();
      await gateway.untilServer('blue/blue-1', 'UP');
    });
  });

  it('has the figures that docs/metrics.md names, and a release asks for no others', async () => {
    const read = (path: string) => readFileSync(join(__dirname, '../..', path), 'utf8');
    const rows = [...read('docs/metrics.md').matchAll(/^\| `(haproxy_\w+)` *\| (\w+) *\| (.*?) *\|/gm)];
    const asked = read('deploy/release.d/figures.mjs').match(/haproxy_\w+/g);
    expect(rows.map(([, name]) => name)).toEqual(expect.arrayContaining([...new Set(asked)]));
    const told = await gateway.figures();
    for (const [, name = '', type, labels = ''] of rows) {
      const family = told.family(name);
      expect({ name, type: family.type }).toEqual({ name, type });
      const names = labels.replaceAll('`', '').split(', ');
      expect(Object.keys(family.samples[0]?.labels ?? {})).toEqual(names);
    }
  });
});
