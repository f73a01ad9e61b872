import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { operatorCommand } from '../support/operator-command.js';
import { BASICS } from '../support/shop-process.js';

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

describe('a command that is called in a way it does not know', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jishi-commands-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (...command: readonly string[]) => {
    const env = { PATH: process.env['PATH'], ...BASICS, DATABASE_URL: `sqlite:${join(folder, 'shop.sqlite')}` };
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, env, encoding: 'utf8' });
    return { status, stdout: stdout.trim(), stderr: stderr.trim() };
  };

  it.each([
    ['copies:forget', 'dist/src/commands/forget-copies.js'],
    ['erasures:export', 'dist/src/commands/export-erasures.js'],
    ['erasures:replay', 'dist/src/commands/replay-erasures.js'],
    ['events:relay', 'dist/src/commands/relay-events.js'],
    ['export:analytics', 'dist/src/commands/export-analytics.js'],
    ['keys:reindex', 'dist/src/commands/keys-reindex.js'],
    ['keys:report', 'dist/src/commands/keys-report.js'],
    ['keys:rewrap', 'dist/src/commands/keys-rewrap.js'],
    ['migrate', 'dist/src/commands/migrate.js'],
    ['repl', 'dist/src/commands/repl.js'],
    ['demo', 'scripts/run.mjs', 'scripts/demo.mjs'],
    ['forecast', 'scripts/run.mjs', 'dist/libs/forecast/src/main.js'],
    ['client:build', 'clients/mini-program/build.mjs'],
  ])('npm run %s says its usage and does nothing', (name, ...command) => {
    const usage = expect.stringMatching(new RegExp(`^Usage: npm (--silent )?run ${name}\\b`));
    expect(run(...command, '--help')).toEqual({ status: 0, stdout: usage, stderr: '' });
    const refused = expect.stringMatching(new RegExp(`Usage: npm (--silent )?run ${name}\\b`));
    expect(run(...command, '--wrong', 'one', 'two')).toEqual({ status: 1, stdout: '', stderr: refused });
    expect([readdirSync(folder), existsSync(join(ROOT, '--help'))]).toEqual([[], false]);
  });

  it('npm run events:relay says of a time that is none what it expects', () => {
    const { status, stderr } = run('dist/src/commands/relay-events.js', '--from', 'yesterday');
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^--from yesterday: expected a time[^\n]*$/)]);
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

  it('npm run functions:serverless says in a line that its port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const DATABASE_URL = `sqlite:${join(folder, 'functions.sqlite')}`;
    await operatorCommand('migrate', DATABASE_URL);
    const PORT = `${(server.address() as AddressInfo).port}`;
    const started = promisify(execFile)(process.execPath, ['dist/src/serve-functions.js'], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...BASICS, DATABASE_URL, PORT },
    });
    await expect(started).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^the functions cannot start: port \d+ is taken: [^\n]*\n$/),
    });
    server.close();
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
