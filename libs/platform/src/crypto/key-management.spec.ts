import { randomBytes } from 'node:crypto';
import { keyManagementContract } from './key-management.contract.js';
import { LocalKeyring } from './local-keyring.js';
import { FakeVault } from './testing/index.js';
import { VaultTransit } from './vault-transit.js';

const keyed = (id: string) => ({ id, key: randomBytes(32) });

describe('the local keyring', () => {
  keyManagementContract(async () => {
    const [first, second] = [keyed('k1'), keyed('2026.02')];
    return {
      management: new LocalKeyring([first]),
      rotate: async () => new LocalKeyring([second, first]),
      removeOldKeys: async () => new LocalKeyring([second]),
    };
  });

  it('does not take one key for another of the same name', async () => {
    const [key] = await new LocalKeyring([keyed('k1')]).wrap([{ key: randomBytes(32), use: 'person:A' }]);
    const impostor = new LocalKeyring([keyed('k1')]);
    expect(key && (await impostor.unwrap([{ key, use: 'person:A' }]))).toEqual([null]);
  });

  it('needs a key', () => {
    expect(() => new LocalKeyring([])).toThrow('empty');
  });
});

describe.each([200, 400] as const)('Vault that answers bad items with %i', (statusOfBadItems) => {
  const closings: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closings.splice(0)) await close();
  });

  keyManagementContract(async () => {
    const vault = await FakeVault.start();
    vault.statusOfBadItems = statusOfBadItems;
    const management = new VaultTransit({ url: vault.url, token: vault.token, tokenFile: null, key: vault.keyName });
    closings.push(
      () => management.onApplicationShutdown(),
      () => vault.close(),
    );
    return {
      management,
      rotate: async () => {
        vault.rotate();
        return management;
      },
      removeOldKeys: async () => {
        vault.minDecryptionVersion = vault.latestVersion;
        return management;
      },
    };
  });
});
