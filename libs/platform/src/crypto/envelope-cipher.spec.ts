import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { newId } from '#kernel';
import { cryptoSchema, PersonalDataUnreadable, PersonErased } from '#platform/crypto';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { aCipher } from './testing/index.js';
import { revocationSchema } from '#platform/revocation';

const phone = { table: 'users', column: 'phone', row: '01J0000000000000000000000A' };

onEachDatabase([cryptoSchema, revocationSchema], (database) => {
  const aProcess = () => aCipher(database());
  const sealedBy = async (personId: string, text = '13800138000') => (await aProcess().of(personId)).seal(text, phone);

  describe('[P28] a sealed text', () => {
    it('opens as what it was, in every process', async () => {
      const person = newId();
      const cipher = await aProcess().of(person);
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
          expect(cipher.open(cipher.seal(text, phone), phone)).toBe(text);
          expect(await aProcess().open(cipher.seal(text, phone), phone)).toBe(text);
        }),
        { numRuns: 20 },
      );
    });

    it('differs each time, and shows nothing', async () => {
      const cipher = await aProcess().of(newId());
      const [one, other] = [cipher.seal('13800138000', phone), cipher.seal('13800138000', phone)];
      expect(one).not.toBe(other);
      expect(one).not.toContain('138');
    });

    it('is null where there was nothing to seal', async () => {
      expect((await aProcess().of(newId())).sealOrNull(null, phone)).toBeNull();
      expect(await aProcess().open(null, phone)).toBeNull();
    });

    it('is refused when any one character was changed, added or removed', async () => {
      const person = newId();
      const cipher = await aProcess().of(person);
      const sealed = cipher.seal('13800138000', phone);
      const process = aProcess();
      const tampered: string[] = [];
      for (let at = 0; at < sealed.length; at++) {
        for (const other of ['A', 'B', 'z', '_', '.', '='])
          if (sealed[at] !== other) tampered.push(sealed.slice(0, at) + other + sealed.slice(at + 1));
        tampered.push(sealed.slice(0, at) + sealed.slice(at + 1));
      }
      tampered.push(...['=', 'A', '.', '.x', ' ', '\n'].map((more) => sealed + more));
      for (const text of tampered) expect(() => cipher.open(text, phone)).toThrow(PersonalDataUnreadable);
      const opened = await Promise.allSettled(tampered.map((text) => process.open(text, phone)));
      for (const outcome of opened)
        expect(outcome).toEqual({ status: 'rejected', reason: expect.any(PersonalDataUnreadable) });
    });

    it('[F14] is refused when any one byte was changed', async () => {
      const cipher = await aProcess().of(newId());
      const [version, key, content = ''] = cipher.seal('13800138000', phone).split('.');
      const bytes = Buffer.from(content, 'base64url');
      for (const at of bytes.keys()) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 1;
        const tampered = [version, key, changed.toString('base64url')].join('.');
        expect(() => cipher.open(tampered, phone)).toThrow(PersonalDataUnreadable);
        await expect(aProcess().open(tampered, phone)).rejects.toThrow(PersonalDataUnreadable);
      }
    });

    it.each([
      ['row', { ...phone, row: '01J0000000000000000000000B' }],
      ['column', { ...phone, column: 'recipient' }],
      ['table', { ...phone, table: 'addresses' }],
    ])('[F14] is refused in another %s', async (_, elsewhere) => {
      const person = newId();
      const sealed = await sealedBy(person);
      await expect(aProcess().open(sealed, elsewhere)).rejects.toThrow(PersonalDataUnreadable);
      expect((await aProcess().of(person)).open(sealed, phone)).toBe('13800138000');
    });

    it('is refused by the cipher of another person, also in its own place', async () => {
      const [mine, yours] = [newId(), newId()];
      const sealed = await sealedBy(mine);
      const other = await aProcess().of(yours);
      expect(() => other.open(sealed, phone)).toThrow(PersonalDataUnreadable);
    });

    it('is refused when it was relabelled as another person’s', async () => {
      const [mine, yours] = [newId(), newId()];
      const relabelled = (await sealedBy(mine)).replace(mine, yours);
      const other = await aProcess().of(yours);
      expect(() => other.open(relabelled, phone)).toThrow(PersonalDataUnreadable);
      await expect(aProcess().open(relabelled, phone)).rejects.toThrow(PersonalDataUnreadable);
    });

    it('is refused when the wrapped keys of two people were swapped', async () => {
      const errors = jest.spyOn(Logger.prototype, 'error').mockImplementation();
      const [mine, yours] = [newId(), newId()];
      const sealed = await sealedBy(mine);
      await sealedBy(yours);
      const keys = await database().query<{ id: string; wrapped: string }>(
        'SELECT id, wrapped FROM data_keys WHERE id IN (?, ?)',
        [mine, yours],
      );
      const wrappedOf = (id: string) => keys.find((one) => one.id === id)?.wrapped ?? '';
      await database().execute('UPDATE data_keys SET wrapped = ? WHERE id = ?', [wrappedOf(yours), mine]);
      await database().execute('UPDATE data_keys SET wrapped = ? WHERE id = ?', [wrappedOf(mine), yours]);
      await expect(aProcess().open(sealed, phone)).rejects.toThrow(PersonalDataUnreadable);
      // Nor does anybody write under a new key as if nothing had happened.
      await expect(aProcess().of(mine)).rejects.toThrow('cannot be unwrapped');
      errors.mockRestore();
    });

    it.each(['', 'v1', 'v1.k1', 'v1.k1.', 'v1.k1.AAAA', 'v2.k1.AAAA', '13800138000'])('is not %p', async (text) => {
      await expect(aProcess().open(text, phone)).rejects.toThrow(PersonalDataUnreadable);
    });
  });

  describe('[P29] a person who is erased', () => {
    it('has nothing that can be read, and nothing more can be sealed, in this process at once', async () => {
      const person = newId();
      const cipher = aProcess();
      const sealed = (await cipher.of(person)).seal('13800138000', phone);
      await database().transaction(() => cipher.erase(person));
      expect(await cipher.open(sealed, phone)).toBeNull();
      await expect(cipher.of(person)).rejects.toThrow(PersonErased);
    });

    it('is erased for processes that never held the key', async () => {
      const person = newId();
      const sealed = await sealedBy(person);
      await aProcess().erase(person);
      expect(await aProcess().open(sealed, phone)).toBeNull();
      await expect(aProcess().of(person)).rejects.toThrow(PersonErased);
    });

    it('leaves a row without the key, which says when', async () => {
      const person = newId();
      await sealedBy(person);
      await aProcess().erase(person);
      const [row] = await database().query('SELECT * FROM data_keys WHERE id = ?', [person]);
      expect(row).toMatchObject({ wrapped: null, destroyed_at: expect.anything() });
      await aProcess().erase(person);
      expect(await database().query('SELECT * FROM data_keys WHERE id = ?', [person])).toEqual([row]);
    });

    it('gets no key later who never had one', async () => {
      const person = newId();
      await aProcess().erase(person);
      await expect(aProcess().of(person)).rejects.toThrow(PersonErased);
    });

    it('is not erased when the transaction is rolled back', async () => {
      const person = newId();
      const cipher = aProcess();
      const sealed = (await cipher.of(person)).seal('13800138000', phone);
      const erasing = database().transaction(async () => {
        await cipher.erase(person);
        throw new Error('an order is under way');
      });
      await expect(erasing).rejects.toThrow('an order is under way');
      expect(await cipher.open(sealed, phone)).toBe('13800138000');
      expect(await aProcess().open(sealed, phone)).toBe('13800138000');
    });

    it('ends erased when the first key is made this very moment', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, async () => {
          const person = newId();
          const sealing = sealedBy(person).catch((error: unknown) => error);
          const [sealed] = await Promise.all([sealing, aProcess().erase(person)]);
          if (typeof sealed !== 'string') return sealed;
          return aProcess().open(sealed, phone);
        }),
      );
      for (const outcome of outcomes) if (outcome !== null) expect(outcome).toBeInstanceOf(PersonErased);
    });
  });

  it('refuses to be waited for inside a transaction, and lets a cipher work there that was got before', async () => {
    const person = newId();
    const cipher = aProcess();
    const mine = await cipher.of(person);
    const sealed = mine.seal('text', phone);
    await expect(database().transaction(() => cipher.of(person))).rejects.toThrow('transaction');
    await expect(database().transaction(() => cipher.open(sealed, phone))).rejects.toThrow('transaction');
    expect(await database().transaction(async () => mine.open(mine.seal('inside', phone), phone))).toBe('inside');
  });
});
