import { randomBytes } from 'node:crypto';
import { makeSimulatorCredentials } from '#wechat-simulator';
import { routes } from '../../src/console/routes.js';
import { loadedFiles } from '../support/loaded-files.js';
import { freePort } from '../support/shop-process.js';

const secret = () => randomBytes(24).toString('base64url');

/** All that a shop in production must be told; nobody answers where WeChat should be. */
async function production(): Promise<Record<string, string>> {
  const made = await makeSimulatorCredentials();
  return {
    NODE_ENV: 'production',
    PUBLIC_BASE_URL: 'https://shop.example.com',
    UPLOADS_PUBLIC_BASE_URL: 'https://shop.example.com/pictures',
    MANAGEMENT_PORT: `${await freePort()}`,
    JWT_KEYS: `one:${secret()}`,
    KMS_KEYRING: `one:${randomBytes(32).toString('base64')}`,
    STAFF_BOOTSTRAP_PASSWORD: secret(),
    WECHAT_API_BASE_URL: 'http://127.0.0.1:9',
    WECHAT_APP_ID: made.appId,
    WECHAT_APP_SECRET: secret(),
    WECHAT_PAY_BASE_URL: 'http://127.0.0.1:9',
    WECHAT_PAY_MCH_ID: made.merchantId,
    WECHAT_PAY_MCH_SERIAL_NO: made.merchantSerialNo,
    WECHAT_PAY_MCH_PRIVATE_KEY: made.merchantPrivateKey,
    WECHAT_PAY_API_V3_KEY: randomBytes(16).toString('hex'),
    WECHAT_PAY_PUBLIC_KEY_ID: made.platformKey.publicKeyId,
    WECHAT_PAY_PUBLIC_KEY: made.platformKey.publicKey,
  };
}

/** All there are while somebody develops. */
const CALLS = [
  ...['', '/', '/page/index.html', '/feed'].map((path) => ['GET', path] as const),
  ...routes.map(({ method, path }) => [method, `/${path.replace(':id', '1')}`] as const),
];

describe('of the console there is', () => {
  it.each([
    ['production', production],
    ['test', async () => ({ NODE_ENV: 'test' })],
  ])('nothing in %s: no route, and no file that is loaded', async (_, environment) => {
    const files = await loadedFiles(await environment(), async ({ url }) => {
      for (const [method, path] of CALLS) {
        const body = method === 'POST' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {};
        const { status } = await fetch(`${url}/console${path}`, { method, ...body });
        expect([method, path, status]).toEqual([method, path, 404]);
      }
    });
    expect(files.some((file) => file.includes('/dist/src/order/'))).toBe(true);
    expect(files.filter((file) => /\/dist\/src\/console\/|\/@opentelemetry\//.test(file))).toEqual([]);
  });

  it('in development only the door, until somebody comes', async () => {
    const door = /\/dist\/src\/console\/(desk|page|stream|timelines|lights|bursts|watch|phone)\.js/;
    const development = { NODE_ENV: 'development', DATABASE_URL: 'sqlite::memory:' };
    const closed = await loadedFiles(development, async () => undefined);
    expect(closed.filter((file) => door.test(file))).toEqual([]);
    expect(closed.filter((file) => file.includes('exporter-trace-otlp'))).toEqual([]);
    const opened = await loadedFiles(development, async ({ url }) => void (await fetch(`${url}/console/state`)));
    expect(opened.filter((file) => door.test(file))).not.toEqual([]);
  });
});
