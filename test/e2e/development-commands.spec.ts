import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

describe('a command for development, where NODE_ENV is not set', () => {
  it.each([
    ['npm start', ['scripts/start.mjs']],
    ['npm run seed', ['scripts/run.mjs', '--development', 'dist/src/seed.js']],
  ])('%s does not guess on a host that has the secrets of a real shop', (_, command) => {
    const env: NodeJS.ProcessEnv = { ...process.env, KMS_KEYRING_FILE: '/run/secrets/kms-keyring' };
    delete env['NODE_ENV'];
    const { status, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, env, encoding: 'utf8' });
    expect([status, stderr.trim()]).toEqual([
      1,
      'jishi: KMS_KEYRING_FILE is set, as for a real shop: say NODE_ENV=production, or NODE_ENV=development if it is none',
    ]);
  });
});
