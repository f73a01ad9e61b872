import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Exposition } from '../support/exposition.js';
import { type Environment, freePort, ShopProcess } from '../support/shop-process.js';

const SQLITE = { DATABASE_URL: 'sqlite::memory:' };

describe('one process', () => {
  let shop: ShopProcess | undefined;
  afterEach(() => shop?.stop());

  async function start(environment: Environment = {}): Promise<ShopProcess> {
    return (shop = await ShopProcess.start({ ...SQLITE, ...environment }));
  }

  it('counts each request once, by the template of its route, those answered early included', async () => {
    const { url } = await start();
    const before = await Exposition.of(url);
    // The second one is answered out of memory, before Nest sees it.
    for (const path of ['/api/v1/products', '/api/v1/products', '/api/v1/products/01M8AT4NVSG4QFX5SQW1V9XFJT'])
      await fetch(url + path);
    for (const path of ['/such/a/path', '/another', `/api/v1/products/${'x'.repeat(300)}`, '/%zz'])
      await fetch(url + path);
    const after = await Exposition.of(url);
    expect(after.answered('/api/v1/products') - before.answered('/api/v1/products')).toBe(2);
    expect(after.answered('unknown') - before.answered('unknown')).toBe(4);
    const failed = { method: 'GET', route: '/api/v1/products/:id', status: '404' };
    expect(after.value('http_server_request_duration_seconds_count', failed)).toBe(1);
    expect(after.value('http_server_active_requests')).toBe(1);
    expect(after.text).not.toContain('01M8AT4NVSG4QFX5SQW1V9XFJT');
  });

  it('tells them in the text format, and only tells', async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/metrics`);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await answer.text()).toMatch(/^# HELP \S+ /);
    expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(404);
  });

  it('tells them and its health at MANAGEMENT_PORT, and its figures nowhere else', async () => {
    const port = await freePort();
    const { url } = await start({ MANAGEMENT_PORT: `${port}` });
    const management = `http://127.0.0.1:${port}`;
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
    expect((await Exposition.of(management)).answered('unknown')).toBe(1);
    for (const path of ['/health', '/health/ready', '/health/live']) {
      const answers = [await fetch(management + path), await fetch(url + path)];
      for (const answer of answers) expect(await answer.json()).toMatchObject({ status: 'ok' });
    }
    for (const path of ['/', '/api/v1/products', '/docs', '/metricsx', '/healthy'])
      expect((await fetch(management + path)).status).toBe(404);
    expect((await fetch(`${management}/metrics`, { method: 'POST' })).status).toBe(405);
  });

  it('[P43] says in one line that MANAGEMENT_PORT is taken, and ends', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as AddressInfo;
    const { code, stderr } = await ShopProcess.spawn({ ...SQLITE, MANAGEMENT_PORT: `${port}` }, await freePort())
      .exited;
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringMatching(new RegExp(`port ${port} .*EADDRINUSE.*MANAGEMENT_PORT`))]);
    squatter.close();
  });
});
