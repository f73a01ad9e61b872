import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aJpeg, formOf } from '../support/pictures.js';
import { findProgram } from '../support/programs.js';
import { MYSQL, Shop } from '../support/shop.js';
import { freePort, ShopProcess } from '../support/shop-process.js';
import { until } from '../support/until.js';
import type { Order } from '../support/views.js';

const suite = 'a read-only root file system';
const bwrap = findProgram(['bwrap'], { suite, install: 'bubblewrap' });

const ROOT = join(__dirname, '../..');

/** Everything is read-only but an empty /tmp and `written`; whoever runs is user 1000, as in the image. */
const CONFINED = [
  '--die-with-parent',
  '--ro-bind',
  '/',
  '/',
  '--dev',
  '/dev',
  '--proc',
  '/proc',
  '--tmpfs',
  '/tmp',
  // The checkout may lie below /tmp itself.
  '--ro-bind',
  ROOT,
  ROOT,
  '--unshare-user',
  '--uid',
  '1000',
  '--gid',
  '1000',
];

/** Containers often may not make namespaces: then this cannot be shown there. */
function mayConfine(program: string): boolean {
  if (spawnSync(program, [...CONFINED, 'true']).status === 0) return true;
  process.stderr.write(`\nSKIPPED: ${suite}: no namespaces for bwrap on this machine\n`);
  return false;
}

const isThere = bwrap !== null && MYSQL.isThere && mayConfine(bwrap);

(isThere ? describe : describe.skip)('a shop on a read-only root file system, as a user without rights', () => {
  let folder: string;
  let shop: Shop;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jishi-read-only-'));
    shop = await Shop.open({ stack: MYSQL, processes: 1 });
  });
  afterAll(async () => {
    await shop?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('serves, keeps pictures in the one folder it may write, and stops in order', async () => {
    const uploads = join(folder, 'uploads');
    const node = join(folder, 'node.sh');
    const confined = [...CONFINED, '--bind', folder, '/mnt'].map((word) => `'${word}'`).join(' ');
    writeFileSync(node, `#!/bin/sh\nexec '${bwrap}' ${confined} '${process.execPath}' "$@"\n`, { mode: 0o755 });
    const environment = { ...shop.variables, PUBLIC_BASE_URL: shop.url, UPLOADS_PATH: '/mnt/uploads' };
    const confinedShop = ShopProcess.spawn(environment, await freePort(), node);
    try {
      await until(async () => {
        if (!confinedShop.isRunning) throw new Error(confinedShop.output);
        return fetch(`${confinedShop.url}/health/ready`).then(
          ({ ok }) => ok,
          () => false,
        );
      });
      const { skuId } = await shop.product(5);
      const { accessToken } = await shop.logIn('oOfReadOnly');
      const call = async (path: string, init: RequestInit) => {
        const headers = { authorization: `Bearer ${accessToken}`, ...init.headers };
        const answer = await fetch(`${confinedShop.url}/api/v1${path}`, { method: 'POST', ...init, headers });
        expect(answer.status).toBe(201);
        return ((await answer.json()) as { data: Order }).data;
      };
      await call('/uploads', { body: formOf(await aJpeg()) });
      expect(readdirSync(uploads)).not.toEqual([]);
      const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      const order = await call('/orders', { headers, body: JSON.stringify({ items: [{ skuId, quantity: 1 }] }) });
      expect(order.status).toBe('CREATED');
      // bwrap hands no signals on, but how it ended.
      for (const pid of confinedShop.workers) process.kill(pid, 'SIGTERM');
      expect((await confinedShop.exited).code).toBe(0);
    } finally {
      await confinedShop.kill();
    }
    expect(confinedShop.output).not.toMatch(/EROFS|EACCES/);
  });
});
