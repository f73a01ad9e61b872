import { newId } from '#kernel';
import { auditSchema } from '#platform/audit';
import { cryptoSchema, KeysUnavailable, PersonErased } from '#platform/crypto';
import { onEachDatabase } from '../../../test/support/databases.js';
import { UserNotFound } from '../domain/errors.js';
import { actorOf, agreed, home, UserContext } from './in-memory-surroundings.js';
import { jsonOf } from './personal-data-json.js';
import { userSchema } from './schema.js';
import { revocationSchema } from '#platform/revocation';

describe('[P32] the export of personal data', () => {
  onEachDatabase([cryptoSchema, revocationSchema, auditSchema, userSchema], (database) => {
    let shop: UserContext;
    beforeEach(() => {
      shop = new UserContext(database());
    });
    const readAll = async (pieces: AsyncIterable<string>) => {
      let text = '';
      for await (const piece of pieces) text += piece;
      return text;
    };
    const textOf = async (userId: string) => readAll(jsonOf(await shop.export(userId)));

    it('holds everything: the phone number in full, addresses, every consent, and what other contexts hold', async () => {
      const { id, phone } = await shop.aPerson();
      shop.other.history = async function* () {
        yield { at: new Date('2026-01-31T23:59:59.999Z') };
        yield { n: 2 };
      };
      expect(JSON.parse(await textOf(id))).toEqual({
        exportedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        history: [{ at: '2026-01-31T23:59:59.999Z' }, { n: 2 }],
        profile: [expect.objectContaining({ id, nickname: '微信用户', phone: phone.e164 })],
        addresses: [{ id: expect.any(String), isDefault: true, ...home.fields }],
        consents: [{ ...agreed, at: expect.any(String) }],
      });
    });

    it('is one of empty sections for somebody who has told nothing', async () => {
      const id = await shop.join();
      expect(JSON.parse(await textOf(id))).toMatchObject({ profile: [{ phone: null }], addresses: [], consents: [] });
    });

    it('is on record before anything is handed out', async () => {
      const { id } = await shop.aPerson();
      await shop.export(id);
      expect(shop.audit.entries.filter(({ type }) => type === 'data.exported')).toEqual([
        { type: 'data.exported', actor: actorOf(id), subject: id },
      ]);
    });

    it('reads a record when it is asked for, not before', async () => {
      const { id } = await shop.aPerson();
      let made = 0;
      shop.other.history = async function* () {
        while (made < 100_000) yield { n: ++made };
      };
      const pieces = jsonOf(await shop.export(id));
      expect(made).toBe(0);
      while (made < 10) await pieces.next();
      expect(made).toBe(10);
      await pieces.return(undefined);
      expect(made).toBe(10);
    });

    it('is refused whole while the keys cannot be reached', async () => {
      const { id } = await shop.aPerson();
      jest.spyOn(shop.cipher, 'of').mockRejectedValue(new KeysUnavailable());
      await expect(shop.export(id)).rejects.toThrow(KeysUnavailable);
      expect(shop.audit.types).toEqual([]);
    });

    it('breaks off when a record cannot be read', async () => {
      const { id } = await shop.aPerson();
      await shop.export(id);
      jest.spyOn(shop.cipher, 'open').mockRejectedValue(new KeysUnavailable());
      await expect(textOf(id)).rejects.toThrow(KeysUnavailable);
    });

    it('is there for nobody who is unknown or erased', async () => {
      await expect(shop.export(newId())).rejects.toThrow(UserNotFound);
      const { id } = await shop.aPerson();
      const begun = jsonOf(await shop.export(id));
      await shop.erase(id);
      await expect(shop.export(id)).rejects.toThrow(UserNotFound);
      await expect(readAll(begun)).rejects.toThrow(UserNotFound);
      await expect(shop.cipher.of(id)).rejects.toThrow(PersonErased);
    });
  });
});
