import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { PersonalDataUnreadable } from '#platform/crypto';
import { LocalKeyringCipher } from './local-keyring-cipher.js';

const keyed = (id: string) => ({ id, key: randomBytes(32) });
const noIndex = undefined as never;
const phone = { table: 'users', column: 'phone', row: '01J0000000000000000000000A' };

describe('LocalKeyringCipher', () => {
  const first = keyed('k1');
  const second = keyed('k2');
  const cipher = new LocalKeyringCipher([first], noIndex);

  it('opens what it sealed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
        expect(await cipher.open(await cipher.seal(text, phone), phone)).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('seals equal texts differently and shows neither', async () => {
    const [one, other] = [await cipher.seal('13800138000', phone), await cipher.seal('13800138000', phone)];
    expect(one).not.toBe(other);
    expect(one).not.toContain('13800138000');
  });

  it('opens what a key sealed whose name has dots', async () => {
    const dotted = new LocalKeyringCipher([keyed('2026.01')], noIndex);
    expect(await dotted.open(await dotted.seal('text', phone), phone)).toBe('text');
  });

  it('passes null through', async () => {
    expect(await cipher.sealOrNull(null, phone)).toBeNull();
    expect(await cipher.openOrNull(null, phone)).toBeNull();
  });

  it('refuses a sealed text in which any one character was changed, added or removed', async () => {
    const sealed = await cipher.seal('13800138000', phone);
    for (let at = 0; at < sealed.length; at++) {
      for (const other of ['A', 'B', 'z', '_', '.', '=']) {
        if (sealed[at] === other) continue;
        await expect(cipher.open(sealed.slice(0, at) + other + sealed.slice(at + 1), phone)).rejects.toThrow(
          PersonalDataUnreadable,
        );
      }
      await expect(cipher.open(sealed.slice(0, at) + sealed.slice(at + 1), phone)).rejects.toThrow(
        PersonalDataUnreadable,
      );
    }
    for (const more of ['=', 'A', '.', '.x', ' ', '\n']) {
      await expect(cipher.open(sealed + more, phone)).rejects.toThrow(PersonalDataUnreadable);
    }
  });

  it('refuses a sealed text of which any one byte was changed', async () => {
    const [version, key, content = ''] = (await cipher.seal('13800138000', phone)).split('.');
    const bytes = Buffer.from(content, 'base64url');
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const tampered = [version, key, changed.toString('base64url')].join('.');
      await expect(cipher.open(tampered, phone)).rejects.toThrow(PersonalDataUnreadable);
    }
  });

  it.each([
    ['row', { ...phone, row: '01J0000000000000000000000B' }],
    ['column', { ...phone, column: 'recipient' }],
    ['table', { ...phone, table: 'addresses' }],
  ])('refuses a sealed text that was moved to another %s', async (_, elsewhere) => {
    await expect(cipher.open(await cipher.seal('text', phone), elsewhere)).rejects.toThrow(PersonalDataUnreadable);
  });

  it.each(['', 'v1', 'v1.k1', 'v1.k1.', 'v1.k1.AAAA', 'v2.k1.AAAA', '13800138000'])('refuses %p', async (text) => {
    await expect(cipher.open(text, phone)).rejects.toThrow(PersonalDataUnreadable);
  });

  describe('after a rotation', () => {
    const rotated = new LocalKeyringCipher([second, first], noIndex);

    it('seals with the first key', async () => {
      expect(await rotated.seal('text', phone)).toMatch(/^v1\.k2\./);
      await expect(cipher.open(await rotated.seal('text', phone), phone)).rejects.toThrow(PersonalDataUnreadable);
    });

    it('opens what any key of the ring has sealed', async () => {
      expect(await rotated.open(await cipher.seal('old', phone), phone)).toBe('old');
      expect(await rotated.open(await rotated.seal('new', phone), phone)).toBe('new');
    });

    it('cannot read what a key sealed that was removed', async () => {
      const without = new LocalKeyringCipher([second], noIndex);
      await expect(without.open(await cipher.seal('old', phone), phone)).rejects.toThrow(PersonalDataUnreadable);
    });

    it('does not take one key for another of the same name', async () => {
      const impostor = new LocalKeyringCipher([keyed('k1')], noIndex);
      await expect(impostor.open(await cipher.seal('old', phone), phone)).rejects.toThrow(PersonalDataUnreadable);
    });
  });

  it('needs a key', () => {
    expect(() => new LocalKeyringCipher([], noIndex)).toThrow('empty');
  });
});
