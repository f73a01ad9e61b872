import { makePublicKeyId, makeSimulatorCredentials, publicKeyOf } from './credentials.js';
import { startWechatSimulator } from './server.js';

/** The stand-alone simulator: takes what the environment names, makes the rest, and prints it all for a shop and for the next start. */
const setting = (name: string): string | undefined => process.env[name]?.replaceAll('\\n', '\n') || undefined;

const made = await makeSimulatorCredentials();
const merchantId = setting('WECHAT_PAY_MCH_ID') ?? made.merchantId;
const merchantPrivateKey = setting('WECHAT_PAY_MCH_PRIVATE_KEY') ?? made.merchantPrivateKey;
const credentials = {
  appId: setting('WECHAT_APP_ID') ?? made.appId,
  appSecret: setting('WECHAT_APP_SECRET') ?? made.appSecret,
  merchantId,
  merchantSerialNo: setting('WECHAT_PAY_MCH_SERIAL_NO') ?? made.merchantSerialNo,
  merchantPublicKey: publicKeyOf(merchantPrivateKey),
  apiV3Key: setting('WECHAT_PAY_API_V3_KEY') ?? made.apiV3Key,
  platformKey: {
    publicKeyId: setting('WECHAT_PAY_PUBLIC_KEY_ID') ?? makePublicKeyId(merchantId),
    privateKey: setting('WECHAT_SIMULATOR_PLATFORM_PRIVATE_KEY') ?? made.platformKey.privateKey,
  },
};
const simulator = await startWechatSimulator({
  ...credentials,
  port: Number(setting('WECHAT_SIMULATOR_PORT') ?? 3900),
  host: setting('WECHAT_SIMULATOR_HOST'),
});

const environment = {
  WECHAT_API_BASE_URL: simulator.url,
  WECHAT_APP_ID: credentials.appId,
  WECHAT_APP_SECRET: credentials.appSecret,
  WECHAT_PAY_BASE_URL: simulator.url,
  WECHAT_PAY_MCH_ID: merchantId,
  WECHAT_PAY_MCH_SERIAL_NO: credentials.merchantSerialNo,
  WECHAT_PAY_MCH_PRIVATE_KEY: merchantPrivateKey,
  WECHAT_PAY_API_V3_KEY: credentials.apiV3Key,
  WECHAT_PAY_PUBLIC_KEY_ID: simulator.publicKeyId,
  WECHAT_PAY_PUBLIC_KEY: simulator.publicKey,
  WECHAT_SIMULATOR_PLATFORM_PRIVATE_KEY: credentials.platformKey.privateKey,
};
for (const [name, value] of Object.entries(environment)) {
  process.stdout.write(`${name}="${value.trimEnd().replaceAll('\n', '\\n')}"\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
