import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSimulatorCredentials, startWechatSimulator } from '#wechat-simulator';
import { root } from '../../scripts/lib/checkout.mjs';
import { ensureBundled } from '../../scripts/lib/ensure-built.mjs';
import { freePort } from '../../scripts/lib/private-server.mjs';
import { ENVIRONMENT, OWNER } from './environment.mjs';
import { startServer } from './server-process.mjs';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** What a shop gives to Node, and what it runs with. */
const [GIVEN, ARGUMENTS] = scripts['start:prod'].split(' node ').map((part) => part.split(' '));
const SETTINGS = Object.fromEntries(GIVEN.slice(1).map((setting) => setting.split('=')));

/** The built server as a process of its own, with its WeChat; `stores` say where its data is. */
export async function openShop(stores) {
  ensureBundled();
  const made = await makeSimulatorCredentials();
  const wechat = await startWechatSimulator({ port: 0, ...made });
  const url = `http://127.0.0.1:${await freePort()}`;
  const where = { PORT: new URL(url).port, PUBLIC_BASE_URL: url };
  const env = { PATH: process.env.PATH, ...SETTINGS, ...ENVIRONMENT, ...wechatOf(wechat, made), ...where, ...stores };
  try {
    const server = await startServer(ARGUMENTS, { env, url, probe: '/health/ready' });
    const close = async () => {
      await server.close();
      await wechat.close();
    };
    return { ...callsOf(url, wechat), url, pid: server.pid, stores, close };
  } catch (error) {
    await wechat.close();
    throw error;
  }
}

function callsOf(url, wechat) {
  const call = async (method, path, { body, headers = {} } = {}) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      body: body && JSON.stringify(body),
    });
    const { code, message, data } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} (${code}) ${message}`);
    return { data, headers: answer.headers };
  };
  return {
    /** Calls the API; answers `{ data, headers }`. */
    call,
    /** Headers of a shopper who has signed in. */
    async shopper(user) {
      const { data } = await call('POST', '/auth/wechat/login', { body: { code: wechat.login({ user }).code } });
      return { authorization: `Bearer ${data.accessToken}` };
    },
    /** Ids of so many SKUs, with stock for any benchmark. */
    async skus(count) {
      const { headers } = await call('POST', '/auth/staff/login', { body: OWNER });
      const owner = { cookie: headers.getSetCookie()[0].split(';')[0] };
      const category = await call('POST', '/admin/categories', { body: { name: 'bench' }, headers: owner });
      const skus = Array.from({ length: count }, (_, at) => ({
        name: `${at}`,
        priceFen: 100,
        initialStock: 100_000_000,
      }));
      const body = { name: 'bench', categoryId: category.data.id, skus };
      const { data } = await call('POST', '/admin/products', { body, headers: owner });
      return data.skus.map(({ id }) => id);
    },
    /** What the load generator sends. */
    request: (method, path, { body, headers = {}, keyed = false } = {}) => ({
      url,
      method,
      path,
      body,
      headers,
      keyed,
    }),
  };
}

function wechatOf(wechat, made) {
  return {
    WECHAT_API_BASE_URL: wechat.url,
    WECHAT_APP_ID: made.appId,
    WECHAT_APP_SECRET: made.appSecret,
    WECHAT_PAY_BASE_URL: wechat.url,
    WECHAT_PAY_MCH_ID: made.merchantId,
    WECHAT_PAY_MCH_SERIAL_NO: made.merchantSerialNo,
    WECHAT_PAY_MCH_PRIVATE_KEY: made.merchantPrivateKey,
    WECHAT_PAY_API_V3_KEY: made.apiV3Key,
    WECHAT_PAY_PUBLIC_KEY_ID: wechat.publicKeyId,
    WECHAT_PAY_PUBLIC_KEY: wechat.publicKey,
  };
}
