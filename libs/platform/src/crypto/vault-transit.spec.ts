import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { openSqlite } from '../../../../test/support/databases.js';
import { until } from '../../../../test/support/until.js';
import { KeysUnavailable } from './key-management.js';
import { FakeVault } from './testing/index.js';
import { VaultTransit } from './vault-transit.js';

const use = 'person:A';
const timing = { call: { deadline: 500, pause: 100 }, renewal: { retry: 20, longest: 60_000 } };

describe('Vault', () => {
  let vault: FakeVault;
  const opened: VaultTransit[] = [];
  const errors = jest.spyOn(Logger.prototype, 'error').mockImplementation();
  const warnings = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  jest.spyOn(Logger.prototype, 'log').mockImplementation();
  beforeEach(async () => {
    vault = await FakeVault.start();
    errors.mockClear();
    warnings.mockClear();
  });
  afterEach(async () => {
    for (const transit of opened.splice(0)) {
      transit.beforeApplicationShutdown();
      await transit.onApplicationShutdown();
    }
    await vault.close();
  });
  afterAll(() => jest.restoreAllMocks());

  function aTransit({
    token = vault.token,
    tokenFile = null as string | null,
    key = vault.keyName,
    url = vault.url,
  } = {}) {
    const transit = new VaultTransit({ url, token, tokenFile, key }, timing);
    opened.push(transit);
    return transit;
  }
  const wrapOne = (transit: VaultTransit) => transit.wrap([{ key: randomBytes(32), use }]);
  const logged = () => JSON.stringify([errors.mock.calls, warnings.mock.calls]);

  it('is shown the token in its header, below /v1', async () => {
    await wrapOne(aTransit());
    expect(vault.seen).toEqual([{ path: 'transit/encrypt/jishi', token: vault.token, items: 1 }]);
  });

  it('may be mounted behind a path', async () => {
    await wrapOne(aTransit({ url: `${vault.url}/` }));
    await expect(wrapOne(aTransit({ url: `${vault.url}/elsewhere` }))).rejects.toThrow(KeysUnavailable);
  });

  it('is asked for many keys in few calls', async () => {
    const transit = aTransit();
    const keys = Array.from({ length: 1_001 }, (_, at) => ({ key: randomBytes(32), use: `person:${at}` }));
    const wrapped = await transit.wrap(keys);
    const found = await transit.unwrap(wrapped.map((key, at) => ({ key, use: `person:${at}` })));
    expect(found).toEqual(keys.map(({ key }) => key));
    expect(vault.seen.map(({ items }) => items)).toEqual([500, 500, 1, 500, 500, 1]);
  });

  it.each<[string, (vault: FakeVault) => void]>([
    ['sealed', (it) => (it.sealed = true)],
    ['a standby', (it) => (it.trouble = 473)],
    ['busy', (it) => (it.trouble = 429)],
    ['failing', (it) => (it.trouble = 500)],
    ['behind a proxy that answers a page', (it) => (it.trouble = 'html')],
    ['breaking connections', (it) => (it.trouble = 'reset')],
    ['frozen', (it) => (it.trouble = 'nothing')],
    ['slower than the deadline', (it) => (it.latency = 5_000)],
  ])('that is %s makes keys unavailable, and comes back by itself', async (_, ail) => {
    const transit = aTransit();
    const [key] = await wrapOne(transit);
    if (!key) throw new Error('wrapped nothing');
    ail(vault);
    for (const call of [
      () => wrapOne(transit),
      () => transit.unwrap([{ key, use }]),
      () => transit.rewrap([{ key, use }]),
      () => transit.currentKeyId(),
      () => transit.keyIds(),
    ])
      await expect(call()).rejects.toThrow(KeysUnavailable);
    expect(warnings).toHaveBeenCalledTimes(1);
    Object.assign(vault, { sealed: false, trouble: null, latency: 0 });
    await until(() =>
      transit.unwrap([{ key, use }]).then(
        ([found]) => found?.length === 32,
        () => false,
      ),
    );
  });

  it('that is not there makes keys unavailable', async () => {
    const other = await FakeVault.start();
    const transit = aTransit({ url: other.url });
    await other.close();
    await expect(wrapOne(transit)).rejects.toThrow(KeysUnavailable);
  });

  it('that is frozen costs one deadline, and those who come after it nothing', async () => {
    const transit = aTransit();
    vault.trouble = 'nothing';
    const together = await Promise.allSettled(Array.from({ length: 20 }, () => wrapOne(transit)));
    expect(together.every(({ status }) => status === 'rejected')).toBe(true);
    const asked = vault.seen.length;
    for (let n = 0; n < 20; n++) await expect(wrapOne(transit)).rejects.toThrow(KeysUnavailable);
    expect(vault.seen.length).toBeLessThanOrEqual(asked + 1);
  });

  it('whose answer drips costs one deadline too: no gap is long, the whole is', async () => {
    const transit = aTransit();
    vault.trouble = 'drip';
    await expect(wrapOne(transit)).rejects.toThrow(KeysUnavailable);
  });

  it('is asked again at once when a connection broke', async () => {
    const transit = aTransit();
    await wrapOne(transit);
    vault.dropConnections();
    await wrapOne(transit);
    expect(warnings).not.toHaveBeenCalled();
  });

  it.each<[string, () => VaultTransit]>([
    ['a token that was revoked', () => aTransit({ token: 'hvs.revoked-token' })],
    ['a token that may not encrypt', () => aTransit({ token: vault.issueToken({ denied: ['encrypt'] }) })],
    ['a key that does not exist', () => aTransit({ key: 'other' })],
  ])('refuses %s: keys are unavailable, one line says why, and without the token', async (_, open) => {
    const transit = open();
    for (let n = 0; n < 3; n++) await expect(wrapOne(transit)).rejects.toThrow(KeysUnavailable);
    expect(errors).toHaveBeenCalledTimes(1);
    expect(logged()).not.toContain('hvs.');
  });

  it('that refuses one thing is still asked for the others', async () => {
    const transit = aTransit({ token: vault.issueToken({ denied: ['rewrap'] }) });
    const [key] = await wrapOne(transit);
    if (!key) throw new Error('wrapped nothing');
    await expect(transit.rewrap([{ key, use }])).rejects.toThrow(KeysUnavailable);
    expect(await transit.unwrap([{ key, use }])).toEqual([expect.any(Buffer)]);
  });

  it('is not called inside a transaction', async () => {
    const { database, close } = await openSqlite([]);
    await expect(database.transaction(() => wrapOne(aTransit()))).rejects.toThrow('transaction');
    await close();
  });

  describe('and its token', () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'jishi-vault-'))));
    afterEach(() => rmSync(folder, { recursive: true }));

    it('is renewed when half of its life is over, again and again', async () => {
      const token = vault.issueToken({ ttl: 2 });
      const transit = aTransit({ token });
      transit.onApplicationBootstrap();
      const renewals = () => vault.seen.filter(({ path }) => path === 'auth/token/renew-self').length;
      await until(() => renewals() >= 3);
      await wrapOne(transit);
    });

    it('is renewed once Vault answers, however long that takes', async () => {
      vault.sealed = true;
      const transit = aTransit({ token: vault.issueToken({ ttl: 2 }) });
      transit.onApplicationBootstrap();
      await until(() => vault.seen.length >= 2);
      vault.sealed = false;
      await until(() => vault.seen.some(({ path }) => path === 'auth/token/lookup-self'));
    });

    it('is not renewed when it cannot be, and a line says when it ends', async () => {
      const transit = aTransit({ token: vault.issueToken({ ttl: 60, renewable: false }) });
      transit.onApplicationBootstrap();
      await until(() => warnings.mock.calls.length > 0);
      expect(logged()).toContain('ends in ');
      expect(vault.seen.some(({ path }) => path === 'auth/token/renew-self')).toBe(false);
    });

    it('is read from its file again when Vault denies it', async () => {
      const tokenFile = join(folder, 'token');
      const token = vault.issueToken();
      writeFileSync(tokenFile, `${token}\n`);
      const transit = aTransit({ token, tokenFile });
      await wrapOne(transit);
      vault.revoke(token);
      writeFileSync(tokenFile, `${vault.issueToken()}\n`);
      // Both were on their way with the old token.
      await Promise.all([wrapOne(transit), wrapOne(transit)]);
      expect(errors).not.toHaveBeenCalled();
    });

    it.each(['', 'two\nlines', null])('stays as it was when its file holds %p', async (content) => {
      const tokenFile = join(folder, 'token');
      if (content !== null) writeFileSync(tokenFile, content);
      const token = vault.issueToken();
      const transit = aTransit({ token, tokenFile });
      await wrapOne(transit);
      vault.revoke(token);
      await expect(wrapOne(transit)).rejects.toThrow(KeysUnavailable);
    });
  });
});
