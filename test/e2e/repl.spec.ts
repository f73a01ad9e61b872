import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BASICS } from '../support/shop-process.js';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'jishi-e2e-'));
const DATABASE_URL = `sqlite:${join(folder, 'shop.sqlite')}`;
const environment = { PATH: process.env['PATH'], ...BASICS, DATABASE_URL, DEMO_SEED: 'on' };

/** Types these lines into the repl of the built server, as a pipe does. */
async function typing(lines: readonly string[], changes: Record<string, string> = {}) {
  const script = join(root, 'dist/src/commands/repl.js');
  const child = spawn(process.execPath, [script], { cwd: root, env: { ...environment, ...changes } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.on('error', () => undefined);
  // One that hangs must not outlive its test.
  const limit = setTimeout(() => child.kill('SIGKILL'), 240_000);
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(limit);
  return { code, stdout, stderr };
}

describe('npm run repl', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has the use cases at hand, awaits, and says what each wants', async () => {
    const { code, stdout, stderr } = await typing([
      'help()',
      'help(cancelOrder)',
      "const [tea] = await database.query('SELECT id, name FROM products ORDER BY id LIMIT 1')",
      '`it is ${tea.name}`',
      'await cancelOrder.execute({ orderId: newId(), customerId: newId() }).catch(({ code }) => `refused with ${code}`)',
      'typeof user.contentCheck.accept + typeof order.contentCheck.accept + typeof contentCheck',
      'config.backgroundJobs',
    ]);
    expect(stderr).toBe('');
    expect(stdout).toContain('it is 明前龙井绿茶');
    expect(stdout).toContain('refused with 4001');
    expect(stdout).toContain('functionfunctionundefined');
    expect(stdout).toMatch(/jishi> false/);
    for (const context of ['auth', 'user', 'catalog', 'inventory', 'order', 'payment', 'notification'])
      expect(stdout).toMatch(new RegExp(`^(jishi> )?${context}$`, 'm'));
    expect(stdout).toContain('cancelOrder.execute({ orderId, customerId })');
    expect(stdout).toContain('src/order/application/cancel-order.ts');
    expect(stdout).toContain('export interface CancelOrderCommand {');
    expect(code).toBe(0);
  });

  it('says a refusal in a line', async () => {
    const { stdout } = await typing(['await cancelOrder.execute({ orderId: newId(), customerId: newId() })']);
    expect(stdout).toMatch(/Uncaught 4001 Order not found$/m);
    expect(stdout).not.toMatch(/^ +at /m);
  });

  it('goes on after a mistake', async () => {
    const { code, stdout } = await typing([
      'nothing.at.all',
      "await database.query('SELECT')",
      'const six = [',
      '6]',
      'six[0] * 7',
    ]);
    expect(stdout).toMatch(/ReferenceError[^]*jishi> 42/);
    expect(code).toBe(0);
  });

  it('refuses a database that would be gone with it, in one line', async () => {
    const { code, stderr } = await typing(['1'], { DATABASE_URL: 'sqlite::memory:' });
    expect(stderr).toMatch(/^DATABASE_URL: a database in memory .* Name a file\n$/);
    expect(code).toBe(1);
  });

  it('wants to be told that it is meant in production', async () => {
    const { code, stdout, stderr } = await typing(['1'], { NODE_ENV: 'production' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('npm run repl -- --production');
  });
});
