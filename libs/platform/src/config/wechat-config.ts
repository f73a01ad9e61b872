import type { Config, Keyed } from './config.js';
import { ConfigurationError } from './configuration-error.js';
import type { VariableName } from './configuration-variables.js';
import { apiV3Key, privateKeyPem, publicKeyPem } from './key-parsers.js';
import type { Parser } from './parser.js';
import { duration, httpUrl, matching } from './value-parsers.js';
import type { Variables } from './variables.js';

type WechatConfig = Config['wechat'];

const PAY_URL = 'https://api.mch.weixin.qq.com';
/** WeChat Pay's own backup host: pay.weixin.qq.com, APIv3, "dual domains". */
const PAY_BACKUP_URL = 'https://api2.mch.weixin.qq.com';

const word = (limit: number) => matching(new RegExp(`^[\\w-]{1,${limit}}$`), `1 to ${limit} of A-Z a-z 0-9 _ -`);
const appSecret = matching(/^[\x21-\x7e]{1,128}$/, 'the secret of the mini-program');
const publicKeyId = matching(/^PUB_KEY_ID_\w{1,64}$/, 'an id that begins with PUB_KEY_ID_');
const pushToken = matching(/^[A-Za-z0-9]{3,32}$/, '3 to 32 letters and digits');
const encodingAesKey = matching(/^[A-Za-z0-9+/]{43}$/, 'the 43 characters of the EncodingAESKey');

const baseUrl: Parser<string> = {
  expected: `${httpUrl.expected}, or simulator`,
  parse: (text) => (text === 'simulator' ? text : httpUrl.parse(text)),
};

/**
 * A null base URL and empty credentials stand for the built-in simulator, see `withSimulator`. A half that talks to
 * anything else must have all of its credentials.
 */
export function readWechat(variables: Variables, environment: Config['environment']): WechatConfig {
  const baseUrlOf = (name: VariableName, wechats: string) => {
    const url = variables.optional(name, baseUrl) ?? (environment === 'production' ? wechats : 'simulator');
    return url === 'simulator' ? null : url;
  };
  const credential = (half: string | null, name: VariableName, parser: Parser<string>) =>
    half === null ? (variables.optional(name, parser) ?? '') : variables.required(name, parser);

  const api = baseUrlOf('WECHAT_API_BASE_URL', 'https://api.weixin.qq.com');
  const pay = baseUrlOf('WECHAT_PAY_BASE_URL', PAY_URL);
  return {
    appId: credential(api, 'WECHAT_APP_ID', word(64)),
    appSecret: credential(api, 'WECHAT_APP_SECRET', appSecret),
    apiBaseUrl: api,
    timeout: variables.withDefault('WECHAT_TIMEOUT', duration('1ms', '1d')),
    pay: {
      merchantId: credential(pay, 'WECHAT_PAY_MCH_ID', word(32)),
      merchantSerialNo: credential(pay, 'WECHAT_PAY_MCH_SERIAL_NO', word(64)),
      merchantPrivateKey: credential(pay, 'WECHAT_PAY_MCH_PRIVATE_KEY', privateKeyPem),
      apiV3Key: credential(pay, 'WECHAT_PAY_API_V3_KEY', apiV3Key),
      publicKey: readPublicKey(variables),
      baseUrl: pay,
      backupBaseUrl: readBackup(variables, pay),
    },
    push: readPush(variables),
    simulatorUrl: null,
  };
}

function readBackup(variables: Variables, pay: string | null): string | null {
  const name = 'WECHAT_PAY_BACKUP_BASE_URL';
  const url = variables.optional(name, httpUrl) ?? (pay === PAY_URL ? PAY_BACKUP_URL : null);
  if (url === null || pay === null) return null;
  if (new URL(url).pathname !== new URL(pay).pathname)
    throw new ConfigurationError(name, 'expected another host, with the path of WECHAT_PAY_BASE_URL');
  return url;
}

function readPublicKey(variables: Variables): Keyed<string> | null {
  const pair = variables.pair('WECHAT_PAY_PUBLIC_KEY_ID', publicKeyId, 'WECHAT_PAY_PUBLIC_KEY', publicKeyPem);
  return pair && { id: pair[0], key: pair[1] };
}

/** A token alone is plain mode; the key makes it safe mode, and is of no use alone. */
function readPush(variables: Variables): WechatConfig['push'] {
  if (variables.optional('WECHAT_PUSH_AES_KEY', encodingAesKey) === null) {
    const token = variables.optional('WECHAT_PUSH_TOKEN', pushToken);
    return token === null ? null : { token, aesKey: null };
  }
  const pair = variables.pair('WECHAT_PUSH_TOKEN', pushToken, 'WECHAT_PUSH_AES_KEY', encodingAesKey);
  return pair && { token: pair[0], aesKey: pair[1] };
}
