import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { operatorCommand } from '../support/operator-command.js';

const ROOT = join(__dirname, '../..');

describe('a command for development, where NODE_ENV is not set', () => {
  it.each([
    ['npm start', ['scripts/start.mjs']],
    ['npm run seed', ['scripts/run.mjs', '--development', 'dist/src/commands/seed.js']],
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

describe('a command that cannot do what it is for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jishi-commands-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('npm run events:relay says that there is no broker', async () => {
    const since = new Date().toISOString();
    await expect(
      operatorCommand('relay-events', `sqlite:${join(folder, 'shop.sqlite')}`, '--from', since),
    ).rejects.toThrow('EVENT_RELAY_URL is not set');
  });

  it('npm run demo says that no shop answers, whatever else does', async () => {
    const server = createServer((_, reply) => reply.end('hello')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const demo = promisify(execFile)(process.execPath, ['scripts/demo.mjs'], {
      cwd: ROOT,
      env: { ...process.env, BASE_URL: url },
    });
    await expect(demo).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(`No shop answers at ${url}`) });
    server.close();
  });
});
