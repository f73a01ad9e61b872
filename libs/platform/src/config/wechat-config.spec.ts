import { generateKeyPairSync } from 'node:crypto';
import { loadConfig, usesSimulator, withSimulator, type SimulatedWechat } from './index.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const made = {
  JWT_KEYS: `made:${'m'.repeat(32)}`,
  KMS_KEYRING: `made:${Buffer.alloc(32, 7).toString('base64')}`,
};
const load = (env: NodeJS.ProcessEnv) => loadConfig({ NODE_ENV: 'test', ...env }, { developmentSecrets: () => made });
const refusalOf = (env: NodeJS.ProcessEnv) => expect(() => load(env));

const api = { WECHAT_API_BASE_URL: 'http://127.0.0.1:9000/', WECHAT_APP_ID: 'wx1', WECHAT_APP_SECRET: 'app' };
const pay = {
  WECHAT_PAY_BASE_URL: 'http://127.0.0.1:9001',
  WECHAT_PAY_MCH_ID: '1900000001',
  WECHAT_PAY_MCH_SERIAL_NO: '5157F09E',
  WECHAT_PAY_MCH_PRIVATE_KEY: privateKey,
  WECHAT_PAY_API_V3_KEY: 'v'.repeat(32),
};
const publicKeyPair = { WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_01', WECHAT_PAY_PUBLIC_KEY: publicKey };
const simulated: SimulatedWechat = {
  appId: 'wxsim',
  appSecret: 'sim-secret',
  apiBaseUrl: 'http://127.0.0.1:1',
  timeout: 3_000,
  pay: {
    merchantId: 'sim-merchant',
    merchantSerialNo: 'SIM',
    merchantPrivateKey: 'sim-pem',
    apiV3Key: 's'.repeat(32),
    publicKey: { id: 'PUB_KEY_ID_SIM', key: 'sim-public' },
    baseUrl: 'http://127.0.0.1:2',
    backupBaseUrl: null,
  },
  push: { token: 'sim', aesKey: 'A'.repeat(43) },
  simulatorUrl: 'http://127.0.0.1:1',
};

describe('an outside WeChat', () => {
  it('may be plain http on loopback outside production', () => {
    const config = load({ ...api, ...pay, ...publicKeyPair });
    expect(config.wechat).toEqual({
      appId: 'wx1',
      appSecret: 'app',
      apiBaseUrl: 'http://127.0.0.1:9000',
      timeout: 3_000,
      pay: {
        merchantId: '1900000001',
        merchantSerialNo: '5157F09E',
        merchantPrivateKey: privateKey,
        apiV3Key: 'v'.repeat(32),
        publicKey: { id: 'PUB_KEY_ID_01', key: publicKey },
        baseUrl: 'http://127.0.0.1:9001',
        backupBaseUrl: null,
      },
      push: null,
      simulatorUrl: null,
    });
    expect(usesSimulator(config)).toBe(false);
  });

  it("has WeChat's own backup host beside WeChat's own base, and none beside another", () => {
    const backupOf = (env: NodeJS.ProcessEnv) => load({ ...api, ...pay, ...env }).wechat.pay.backupBaseUrl;
    expect(backupOf({ WECHAT_PAY_BASE_URL: 'https://api.mch.weixin.qq.com' })).toBe('https://api2.mch.weixin.qq.com');
    expect(backupOf({})).toBeNull();
    expect(backupOf({ WECHAT_PAY_BACKUP_BASE_URL: 'http://127.0.0.1:9002/' })).toBe('http://127.0.0.1:9002');
    refusalOf({ ...api, ...pay, WECHAT_PAY_BACKUP_BASE_URL: 'http://127.0.0.1:9002/pay' }).toThrow(
      'WECHAT_PAY_BACKUP_BASE_URL: expected another host, with the path of WECHAT_PAY_BASE_URL',
    );
  });

  it('has no backup where the simulator plays WeChat Pay', () => {
    expect(load({ WECHAT_PAY_BACKUP_BASE_URL: 'http://127.0.0.1:9002' }).wechat.pay.backupBaseUrl).toBeNull();
  });

  it.each(['WECHAT_APP_ID', 'WECHAT_APP_SECRET'])('of mini-programs needs %s', (name) => {
    refusalOf({ ...api, [name]: '' }).toThrow(`${name}: is missing`);
  });

  it.each(Object.keys(pay).slice(1))('of payments needs %s', (name) => {
    refusalOf({ ...pay, [name]: '' }).toThrow(`${name}: is missing`);
  });

  it('takes PEM with \\n in place of line breaks', () => {
    const env = { ...pay, WECHAT_PAY_MCH_PRIVATE_KEY: privateKey.trim().replaceAll('\n', '\\n') };
    expect(load(env).wechat.pay.merchantPrivateKey).toBe(privateKey);
  });

  it('takes the public key from a file', () => {
    const env = { NODE_ENV: 'test', WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_01', WECHAT_PAY_PUBLIC_KEY_FILE: '/key' };
    const config = loadConfig(env, { developmentSecrets: () => made, readFile: () => publicKey });
    expect(config.wechat.pay.publicKey?.key).toBe(publicKey);
  });

  it.each<[string, NodeJS.ProcessEnv]>([
    ['WECHAT_API_BASE_URL', { ...api, WECHAT_API_BASE_URL: 'api.weixin.qq.com' }],
    ['WECHAT_APP_ID', { ...api, WECHAT_APP_ID: 'wx 1' }],
    ['WECHAT_APP_SECRET', { ...api, WECHAT_APP_SECRET: 'a b' }],
    ['WECHAT_PAY_BASE_URL', { ...pay, WECHAT_PAY_BASE_URL: 'ftp://pay' }],
    ['WECHAT_PAY_MCH_ID', { ...pay, WECHAT_PAY_MCH_ID: '"' }],
    ['WECHAT_PAY_MCH_SERIAL_NO', { ...pay, WECHAT_PAY_MCH_SERIAL_NO: '51:57' }],
    ['WECHAT_PAY_MCH_PRIVATE_KEY', { ...pay, WECHAT_PAY_MCH_PRIVATE_KEY: publicKey }],
    ['WECHAT_PAY_MCH_PRIVATE_KEY', { ...pay, WECHAT_PAY_MCH_PRIVATE_KEY: privateKey.slice(0, 300) }],
    ['WECHAT_PAY_API_V3_KEY', { WECHAT_PAY_API_V3_KEY: 'v'.repeat(31) }],
    ['WECHAT_PAY_API_V3_KEY', { WECHAT_PAY_API_V3_KEY: 'v'.repeat(33) }],
    ['WECHAT_PAY_API_V3_KEY', { WECHAT_PAY_API_V3_KEY: '钥'.repeat(32) }],
    ['WECHAT_PAY_PUBLIC_KEY', { WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_01' }],
    ['WECHAT_PAY_PUBLIC_KEY_ID', { WECHAT_PAY_PUBLIC_KEY: publicKey }],
    ['WECHAT_PAY_PUBLIC_KEY_ID', { ...publicKeyPair, WECHAT_PAY_PUBLIC_KEY_ID: '5157F09E' }],
    ['WECHAT_PAY_PUBLIC_KEY', { ...publicKeyPair, WECHAT_PAY_PUBLIC_KEY: privateKey }],
    ['WECHAT_PUSH_TOKEN', { WECHAT_PUSH_AES_KEY: 'A'.repeat(43) }],
    ['WECHAT_PUSH_AES_KEY', { WECHAT_PUSH_TOKEN: 'token', WECHAT_PUSH_AES_KEY: 'A'.repeat(42) }],
  ])('is refused for a wrong %s (%#)', (variable, env) => {
    refusalOf(env).toThrow(new RegExp(`^${variable}: .*expected `));
  });
});

describe('message push', () => {
  const pushOf = (env: NodeJS.ProcessEnv) => load(env).wechat.push;

  it('is in safe mode with an EncodingAESKey, in plain mode without, and not there without a token', () => {
    const token = { WECHAT_PUSH_TOKEN: 'token' };
    expect(pushOf({ ...token, WECHAT_PUSH_AES_KEY: 'A'.repeat(43) })).toEqual({
      token: 'token',
      aesKey: 'A'.repeat(43),
    });
    expect(pushOf(token)).toEqual({ token: 'token', aesKey: null });
    expect(pushOf({})).toBeNull();
  });
});

describe('the simulator', () => {
  it('plays both halves when nothing is set, or when it is asked for by name', () => {
    const named = { WECHAT_API_BASE_URL: 'simulator', WECHAT_PAY_BASE_URL: 'simulator' };
    expect(load(named)).toEqual(load({}));
    expect(usesSimulator(load(named))).toBe(true);
    expect(withSimulator(load(named), simulated).wechat).toEqual(simulated);
  });

  it('leaves the credentials that are set, but brings its own public key', () => {
    const { wechat } = withSimulator(
      load({ ...publicKeyPair, WECHAT_APP_ID: 'wx1', WECHAT_PAY_MCH_ID: '19' }),
      simulated,
    );
    expect(wechat).toEqual({ ...simulated, appId: 'wx1', pay: { ...simulated.pay, merchantId: '19' } });
  });

  it('leaves the half that talks to somebody else alone', () => {
    const withApi = load(api);
    expect(withSimulator(withApi, simulated).wechat).toEqual({ ...withApi.wechat, pay: simulated.pay });
    const withPay = load(pay);
    expect(withSimulator(withPay, simulated).wechat).toEqual({ ...simulated, pay: withPay.wechat.pay });
    const withBoth = load({ ...api, ...pay });
    expect(withSimulator(withBoth, simulated)).toEqual(withBoth);
  });
});
