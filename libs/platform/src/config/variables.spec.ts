import { loadConfig } from './index.js';

const made = { JWT_KEYS: `made:${'m'.repeat(32)}`, KMS_KEYRING: `made:${Buffer.alloc(32, 7).toString('base64')}` };
const load = (env: NodeJS.ProcessEnv, files: Record<string, string> = {}) =>
  loadConfig(
    { NODE_ENV: 'test', ...env },
    {
      developmentSecrets: () => made,
      readFile: (path) => {
        const content = files[path];
        if (content === undefined) throw new Error(`ENOENT ${path}`);
        return content;
      },
    },
  );

describe('a secret in a file', () => {
  const jwt = `file:${'f'.repeat(32)}`;
  it('is read without its trailing newline', () => {
    const { auth } = load({ JWT_KEYS_FILE: '/run/jwt' }, { '/run/jwt': `${jwt}\r\n` });
    expect(auth.jwtKeys).toEqual([{ id: 'file', key: Buffer.from('f'.repeat(32)) }]);
  });

  it('counts as unset when the path is empty', () => {
    expect(load({ JWT_KEYS_FILE: '' }).auth.jwtKeys[0]?.id).toBe('made');
  });

  it('is remembered by its path where a new one may be put there', () => {
    const vault = { KMS_PROVIDER: 'vault', KMS_VAULT_URL: 'http://vault', KMS_VAULT_KEY: 'jishi' };
    const { kms } = load({ ...vault, KMS_VAULT_TOKEN_FILE: '/run/token' }, { '/run/token': 'hvs.token\n' });
    expect(kms).toMatchObject({ token: 'hvs.token', tokenFile: '/run/token' });
    expect(load({ ...vault, KMS_VAULT_TOKEN: 'hvs.token' }).kms).toMatchObject({ tokenFile: null });
  });

  it('works for secrets only', () => {
    expect(load({ PORT_FILE: '/run/port' }).http.port).toBe(3000);
  });

  it.each<[string, NodeJS.ProcessEnv, RegExp]>([
    ['beside the value itself', { JWT_KEYS: jwt, JWT_KEYS_FILE: '/run/jwt' }, /^JWT_KEYS: expected either/],
    ['that cannot be read', { JWT_KEYS_FILE: '/run/none' }, /^JWT_KEYS_FILE: expected the path/],
    ['that is empty', { JWT_KEYS_FILE: '/run/empty' }, /^JWT_KEYS_FILE: expected a file that is not empty/],
    ['that holds nonsense', { JWT_KEYS_FILE: '/run/bad' }, /^JWT_KEYS: expected id:key/],
  ])('is refused %s', (_rule, env, message) => {
    const files = { '/run/jwt': jwt, '/run/empty': '\n', '/run/bad': 'nonsense' };
    expect(() => load(env, files)).toThrow(message);
  });
});
