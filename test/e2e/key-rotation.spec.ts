import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#kernel';
import { cryptoSchema, type KeyManagement } from '#platform/crypto';
import { aCipher, aKeyringOf } from '#platform/crypto/testing';
import { connectMysql, createMysqlDatabase, openSqlite, testDatabaseUrl } from '../support/databases.js';
import { revocationSchema } from '#platform/revocation';

const ROOT = join(__dirname, '../..');
const PEOPLE = 900;
const keyed = (id: string) => ({ id, key: randomBytes(32) });
const written = (ring: readonly { id: string; key: Buffer }[]) =>
  ring.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',');
const at = (row: string) => ({ table: 'users', column: 'phone', row });

async function sqliteFile(): Promise<{ url: string; drop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'jishi-keys-'));
  return {
    url: `sqlite:${join(folder, 'shop.sqlite')}`,
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

describe.each([
  ['SQLite', sqliteFile, true],
  ['MySQL', createMysqlDatabase, testDatabaseUrl !== undefined],
] as const)('[F14] npm run keys:rewrap on %s', (_, create, isThere) => {
  (isThere ? it : it.skip)(
    'killed midway and run again loses nothing, and then the old key is not needed',
    async () => {
      const [first, second] = [keyed('k1'), keyed('k2')];
      const { url, drop } = await create();
      const command = (name: string, ring: readonly { id: string; key: Buffer }[]) =>
        spawn(process.execPath, [join(ROOT, `dist/src/commands/${name}.js`)], {
          cwd: ROOT,
          env: {
            PATH: process.env['PATH'],
            NODE_ENV: 'test',
            DATABASE_URL: url,
            JWT_KEYS: `e2e:${'j'.repeat(32)}`,
            KMS_KEYRING: written(ring),
            LOG_LEVEL: 'warn',
          },
          stdio: ['ignore', 'pipe', 'inherit'],
        });
      const opened = () =>
        url.startsWith('sqlite:')
          ? openSqlite([cryptoSchema, revocationSchema], url.slice('sqlite:'.length))
          : connectMysql(url, [cryptoSchema, revocationSchema]);
      const sealed = await (async () => {
        const { database, close } = await opened();
        const texts = new Map<string, string>();
        const cipher = aCipher(database, { management: aKeyringOf([first]) });
        for (let n = 0; n < PEOPLE; n++) {
          const person = newId();
          texts.set(person, (await cipher.of(person)).seal(person, at(person)));
        }
        await close();
        return texts;
      })();
      const expectAllToOpen = async (management: KeyManagement) => {
        const { database, close } = await opened();
        const cipher = aCipher(database, { management });
        const texts = await Promise.all([...sealed].map(([person, text]) => cipher.open(text, at(person))));
        expect(texts).toEqual([...sealed.keys()]);
        await close();
      };

      const killed = command('keys-rewrap', [second, first]);
      await said(killed, /data_keys: \d+ of k1/);
      killed.kill('SIGKILL');
      expect((await ended(killed)).signal).toBe('SIGKILL');
      await expectAllToOpen(aKeyringOf([second, first]));

      const again = await ended(command('keys-rewrap', [second, first]));
      expect(again.code).toBe(0);
      expect(again.stdout).toContain(' 0 could not be');
      const report = await ended(command('keys-report', [second, first]));
      expect(report).toMatchObject({ code: 0 });
      expect(report.stdout).toMatch(new RegExp(`k2 {2}wraps ${PEOPLE} .*\\nk1 {2}wraps 0 {2}no longer needed`));
      await expectAllToOpen(aKeyringOf([second]));

      const tooEarly = await ended(command('keys-rewrap', [first]));
      expect(tooEarly.code).toBe(1);
      expect(tooEarly.stdout).toContain(`0 keys wrapped again, ${PEOPLE} could not be`);
      await expectAllToOpen(aKeyringOf([second]));
      await drop();
    },
  );
});

const outputs = new WeakMap<ChildProcess, string[]>();

function outputOf(child: ChildProcess): string[] {
  const known = outputs.get(child);
  if (known) return known;
  const chunks: string[] = [];
  outputs.set(child, chunks);
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  return chunks;
}

async function said(child: ChildProcess, what: RegExp): Promise<void> {
  const output = outputOf(child);
  while (!what.test(output.join(''))) {
    if (child.exitCode !== null) throw new Error(`It ended without saying ${what}: ${output.join('')}`);
    await Promise.race([child.stdout && once(child.stdout, 'data'), once(child, 'exit')]);
  }
}

async function ended(child: ChildProcess) {
  const output = outputOf(child);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout: output.join('') };
}
