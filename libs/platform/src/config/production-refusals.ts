import type { Config } from './config.js';
import { ConfigurationError } from './configuration-error.js';
import type { VariableName } from './configuration-variables.js';
import { passwordIn } from './connection-url-parsers.js';
import { isKnownDefaultSecret } from './known-default-secret.js';

interface Secret {
  readonly variable: VariableName;
  readonly bytes: Buffer;
}

/** Throws ConfigurationError for what is harmless on a desk and an open door in production. */
export function refuseInProduction(config: Config): void {
  const { http, wechat, uploads } = config;
  const owner = config.auth.staffBootstrap;
  const refusals: [VariableName, boolean, string][] = [
    ['MANAGEMENT_PORT', http.managementPort === http.port, 'a port of its own'],
    ['PUBLIC_BASE_URL', !http.publicBaseUrl.startsWith('https://'), 'an https:// address'],
    ['UPLOADS_PUBLIC_BASE_URL', !uploads.publicBaseUrl.startsWith('https://'), 'an https:// address'],
    ['DEMO_SEED', config.demoSeed, 'off'],
    ['CONSOLE_HOSTS', config.console.hosts.length > 0, 'nothing'],
    ['WECHAT_API_BASE_URL', wechat.apiBaseUrl === null, 'any address but the simulator'],
    ['WECHAT_PAY_BASE_URL', wechat.pay.baseUrl === null, 'any address but the simulator'],
    ['STAFF_BOOTSTRAP_PASSWORD', owner !== null && [...owner.password].length < 12, 'at least 12 characters'],
  ];
  for (const [variable, refused, expected] of refusals) {
    if (refused) throw new ConfigurationError(variable, `expected ${expected} in production`);
  }
  refuseGuessableAndShared(secretsOf(config));
}

/** A primary and its replicas, or the nodes of a cluster, share their password by nature. */
const purposeOf = (variable: VariableName) => (variable === 'DATABASE_REPLICA_URLS' ? 'DATABASE_URL' : variable);

function refuseGuessableAndShared(secrets: readonly Secret[]): void {
  const users = new Map<string, VariableName>();
  for (const { variable, bytes } of secrets) {
    if (isKnownDefaultSecret(bytes.toString('latin1'))) {
      throw new ConfigurationError(variable, 'expected a secret that is no known default or sample value');
    }
    const fingerprint = decodedKey(bytes).toString('hex');
    const user = users.get(fingerprint) ?? variable;
    if (purposeOf(user) !== purposeOf(variable))
      throw new ConfigurationError(variable, `expected another secret than the one in ${user}`);
    users.set(fingerprint, variable);
  }
}

/** So that one 32-byte key is recognised whether it is written as base64, as text, or as an EncodingAESKey. */
function decodedKey(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  return /^[A-Za-z0-9+/]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : bytes;
}

function secretsOf({ auth, kms, wechat, database, redisUrls, eventRelayUrl, uploads: { store } }: Config): Secret[] {
  const { primary, replicas } = database;
  const texts: [VariableName, string | null | undefined][] = [
    ['DATABASE_URL', primary.kind === 'mysql' ? primary.password : null],
    ...replicas.map(({ password }): [VariableName, string] => ['DATABASE_REPLICA_URLS', password]),
    ...redisUrls.map((url): [VariableName, string] => ['REDIS_URL', passwordIn(url)]),
    ['EVENT_RELAY_URL', eventRelayUrl && passwordIn(eventRelayUrl)],
    ['WECHAT_APP_SECRET', wechat.appSecret],
    ['WECHAT_PAY_API_V3_KEY', wechat.pay.apiV3Key],
    ['WECHAT_PUSH_TOKEN', wechat.push?.token],
    ['WECHAT_PUSH_AES_KEY', wechat.push?.aesKey],
    ['KMS_VAULT_TOKEN', kms.provider === 'vault' ? kms.token : null],
    ['STAFF_BOOTSTRAP_PASSWORD', auth.staffBootstrap?.password],
    ['UPLOADS_S3_SECRET_ACCESS_KEY', store.kind === 's3' ? store.secretAccessKey : null],
  ];
  return [
    ...texts.flatMap(([variable, text]) => (text ? [{ variable, bytes: Buffer.from(text) }] : [])),
    ...auth.jwtKeys.map(({ key }) => ({ variable: 'JWT_KEYS' as const, bytes: key })),
    ...(kms.provider === 'local' ? kms.keyring : []).map(({ key }) => ({
      variable: 'KMS_KEYRING' as const,
      bytes: key,
    })),
  ];
}
