import { makePublicKeyId, makeSimulatorCredentials, publicKeyOf } from './credentials.js';
import { readFlags, usage } from './flags.js';
import { startWechatSimulator } from './server.js';

/** The stand-alone simulator: takes what flags and environment name, makes the rest, and prints it all for a shop and for the next start. */
const setting = read();
if (setting === null) {
  process.stdout.write(usage);
  process.exit();
}

const made = await makeSimulatorCredentials();
const merchantId = setting('WECHAT_PAY_MCH_ID') ?? made.merchantId;
const givenKey = setting('WECHAT_PAY_MCH_PRIVATE_KEY');
const merchantPrivateKey = givenKey ?? made.merchantPrivateKey;
const push = { url: setting('WECHAT_SIMULATOR_PUSH_URL'), token: setting('WECHAT_PUSH_TOKEN') };
const number = (name: string) => (setting(name) === undefined ? undefined : Number(setting(name)));
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
const port = number('WECHAT_SIMULATOR_PORT') ?? 3900;
const simulator = await startWechatSimulator({
  ...credentials,
  // One that was made here opens nothing; one that was given might.
  ...(givenKey === undefined && { shownMerchantPrivateKey: merchantPrivateKey }),
  port,
  host: setting('WECHAT_SIMULATOR_HOST'),
  timeScale: number('WECHAT_SIMULATOR_TIME_SCALE'),
  billReadyHour: number('WECHAT_SIMULATOR_BILL_READY_HOUR'),
  ...(push.url !== undefined && {
    push: { url: push.url, token: push.token ?? 'simulator', encodingAesKey: setting('WECHAT_PUSH_AES_KEY') },
  }),
}).catch(stop);

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
const lines = Object.entries(environment).map(
  ([name, value]) => `${name}="${value.trimEnd().replaceAll('\n', '\\n')}"\n`,
);
process.stdout.write(`# The simulated WeChat: open ${simulator.url} in a browser.
# A shop uses this one base URL for api.weixin.qq.com, api.mch.weixin.qq.com and its backup host, and the credentials
# below (\\n in a PEM is a line end; as files: ${simulator.url}/_simulator/credentials/merchant-private-key.pem and
# …/wechat-pay-public-key.pem). Its notify_url may be plain http. Feed this block back to start with the same keys.
${lines.join('')}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());

function read() {
  try {
    return readFlags(process.argv.slice(2), process.env);
  } catch (error) {
    return stop(error);
  }
}

function stop(error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  const isTaken = code === 'EADDRINUSE';
  console.error(isTaken ? `port ${port} is taken: stop what listens there, or choose another with --port` : message);
  if (!isTaken) console.error('--help lists the flags');
  process.exit(1);
}
