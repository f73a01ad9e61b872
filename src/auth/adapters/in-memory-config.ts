import type { Config } from '#platform/config';

const LIFETIMES = {
  accessTtl: 3_600_000,
  refreshTtl: 30 * 86_400_000,
  sessionMaxAge: 365 * 86_400_000,
  staffSessionTtl: 1_800_000,
};
const JWT_KEYS = [{ id: 'k1', key: Buffer.from('a secret of at least 32 bytes, for tests') }];

/** The part of the configuration this context reads. */
export function authConfig(auth: Partial<Config['auth']> = {}, environment: Config['environment'] = 'test'): Config {
  const database = { queryTimeout: 10_000 };
  return { environment, database, auth: { jwtKeys: JWT_KEYS, ...LIFETIMES, staffBootstrap: null, ...auth } } as Config;
}
