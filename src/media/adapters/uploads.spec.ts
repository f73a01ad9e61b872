import { Logger } from '@nestjs/common';
import { ManualClock } from '#kernel';
import { eventsSchema } from '#platform/events';
import { idempotencySchema } from '#platform/idempotency';
import { copyOf } from '#platform/privacy/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { PictureNotFound, PicturesUnavailable, TooManyUploads } from '../domain/errors.js';
import { aMemberOfStaff, aShopper, NobodyThere, Surroundings } from './in-memory-surroundings.js';
import { MediaPurge } from './purge.js';
import { mediaSchema } from './schema.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('uploads', () => {
  onEachDatabase([eventsSchema, idempotencySchema, mediaSchema], (database) => {
    let clock: ManualClock;
    let shop: Surroundings;
    beforeEach(async () => {
      Logger.overrideLogger(false);
      clock = new ManualClock();
      shop = await Surroundings.anew(database(), clock);
    });
    afterEach(() => jest.restoreAllMocks());

    describe('[P37] are kept', () => {
      it('with their file, under a name nobody could guess, on record', async () => {
        const uploader = aShopper();
        const id = await shop.upload(uploader);
        const state = await shop.stateOf(id);
        expect(state).toMatchObject({ uploader, type: 'image/jpeg', bytes: 7, uploadedAt: clock.now() });
        expect(state?.name).toMatch(/^[0-9a-f]{32}\.jpg$/);
        expect([...shop.files.files.keys()]).toEqual([state?.name]);
        expect(await shop.doomedNames()).toEqual([]);
        expect(shop.audit.entries).toMatchObject([{ type: 'media.uploaded', subject: id, facts: { bytes: 7 } }]);
      });

      it('or not at all: a file whose upload came to nothing is deleted within an hour or so', async () => {
        const uploader = aShopper();
        shop.files.beforePut = async () => void shop.erased.add(uploader.id);
        await expect(shop.upload(uploader)).rejects.toThrow(NobodyThere);
        expect(shop.files.files.size).toBe(1);
        clock.advance(59 * MINUTE);
        await shop.deletion.run();
        expect(shop.files.files.size).toBe(1);
        clock.advance(2 * MINUTE);
        await shop.deletion.run();
        expect([shop.files.files.size, await shop.doomedNames()]).toEqual([0, []]);
        expect(await shop.uploads.countOf(uploader)).toBe(0);
      });

      it('or not at all: while the store is away nothing is', async () => {
        const uploader = aShopper();
        shop.files.isAway = true;
        await expect(shop.upload(uploader)).rejects.toThrow(PicturesUnavailable);
        expect(await shop.uploads.countOf(uploader)).toBe(0);
      });

      it('or not at all: one whose file took so long that it was deleted meanwhile', async () => {
        const uploader = aShopper();
        shop.files.beforePut = async () => {
          clock.advance(2 * HOUR);
          await shop.deletion.run();
        };
        await expect(shop.upload(uploader)).rejects.toThrow(PicturesUnavailable);
        expect(await shop.uploads.countOf(uploader)).toBe(0);
      });

      it('up to a number for each shopper, who may make room; staff have no such number', async () => {
        const uploader = aShopper();
        const id = await shop.upload(uploader);
        for (let time = 0; time < 2; time++) await shop.upload(uploader);
        await expect(shop.upload(uploader)).rejects.toThrow(TooManyUploads);
        await shop.remove(await shop.nameOf(id), uploader);
        await shop.upload(uploader);
        const staff = aMemberOfStaff();
        for (let time = 0; time < 4; time++) await shop.upload(staff);
        expect(await shop.uploads.countOf(staff)).toBe(4);
      });

      it('once for each Idempotency-Key, and the file of the repeat goes', async () => {
        const uploader = aMemberOfStaff();
        const key = { owner: uploader.id, route: 'POST /admin/uploads', key: 'k', fingerprint: 'f' };
        const id = await shop.upload(uploader, key);
        expect(await shop.upload(uploader, key)).toBe(id);
        clock.advance(2 * HOUR);
        await shop.deletion.run();
        expect([...shop.files.files.keys()]).toEqual([await shop.nameOf(id)]);
      });
    });

    describe('are gone', () => {
      it('when who uploaded them takes them back, and nobody else can', async () => {
        const uploader = aShopper();
        const id = await shop.upload(uploader);
        const name = await shop.nameOf(id);
        for (const other of [aShopper(), { ...uploader, kind: 'staff' as const }])
          await expect(shop.remove(name, other)).rejects.toThrow(PictureNotFound);
        await shop.remove(name, uploader);
        await shop.deletion.run();
        expect([await shop.stateOf(id), shop.files.files.size]).toEqual([null, 0]);
        await expect(shop.remove(name, uploader)).rejects.toThrow(PictureNotFound);
        expect(shop.audit.entries.at(-1)).toMatchObject({ type: 'media.removed', subject: id });
      });

      it('but a refused one cannot be taken back, or its uploader would have room for the next', async () => {
        const uploader = aShopper();
        const id = await shop.upload(uploader);
        await shop.settle.decided(await shop.referenceOf(id), 'risky');
        await expect(shop.remove(await shop.nameOf(id), uploader)).rejects.toThrow(PictureNotFound);
        expect(await shop.uploads.countOf(uploader)).toBe(1);
      });

      it('[P30] when a person is erased, from the store when it answers', async () => {
        const [anna, ben] = [aShopper(), aShopper()];
        const [first, second, others] = [await shop.upload(anna), await shop.upload(anna), await shop.upload(ben)];
        await shop.settle.decided(await shop.referenceOf(second), 'risky');
        const known = [await shop.referenceOf(first), await shop.referenceOf(second)];
        shop.files.isAway = true;
        await database().transaction(() => shop.personal.erase(anna.id));
        expect([await shop.uploads.countOf(anna), await shop.uploads.countOf(ben)]).toEqual([0, 1]);
        await expect(shop.deletion.run()).rejects.toThrow(PicturesUnavailable);
        shop.files.isAway = false;
        clock.advance(MINUTE);
        await shop.deletion.run();
        expect([...shop.files.files.keys()]).toEqual([await shop.nameOf(others)]);
        for (const reference of known) await shop.settle.decided(reference, 'risky');
        await database().transaction(() => shop.personal.erase(anna.id));
        expect(await shop.doomedNames()).toEqual([]);
      });

      it('[P30] when a person is erased, also from a store that refuses to delete others before them', async () => {
        const [anna, ben] = [aShopper(), aShopper()];
        const [others, first] = [await shop.upload(ben), await shop.upload(anna)];
        const stuck = await shop.nameOf(others);
        shop.files.stuck.add(stuck);
        await shop.settle.decided(await shop.referenceOf(others), 'risky');
        clock.advance(1);
        expect([...shop.files.files.keys()]).toEqual([stuck, await shop.nameOf(first)]);
        await database().transaction(() => shop.personal.erase(anna.id));
        await expect(shop.deletion.run()).rejects.toThrow(PicturesUnavailable);
        expect([...shop.files.files.keys()]).toEqual([stuck]);
      });

      it('not while the erasure is rolled back', async () => {
        const anna = aShopper();
        const id = await shop.upload(anna);
        const erasure = database().transaction(async () => {
          await shop.personal.erase(anna.id);
          throw new Error('another context refuses');
        });
        await expect(erasure).rejects.toThrow('another context');
        await shop.deletion.run();
        expect([...shop.files.files.keys()]).toEqual([await shop.nameOf(id)]);
      });

      it('from their lists too, a month after they were refused; checks after a week', async () => {
        const uploader = aShopper();
        const id = await shop.upload(uploader);
        const kept = await shop.upload(uploader);
        await shop.settle.decided(await shop.referenceOf(id), 'risky');
        const purge = new MediaPurge(shop.thumbnails, shop.doomed, database(), clock, shop.config);
        clock.advance(8 * 24 * HOUR);
        await purge.run();
        expect([await shop.referenceOf(kept), await shop.uploads.countOf(uploader)]).toEqual(['', 2]);
        clock.advance(23 * 24 * HOUR);
        await purge.run();
        expect([await shop.stateOf(id), (await shop.stateOf(kept))?.id]).toEqual([null, kept]);
      });
    });

    it('are in the copy a person gets, and nobody else’s are', async () => {
      const anna = aShopper();
      const id = await shop.upload(anna);
      await shop.upload();
      expect(await copyOf(shop.personal, anna.id)).toEqual({
        uploads: [
          {
            url: `https://shop.example/pictures/${await shop.nameOf(id)}`,
            type: 'image/jpeg',
            bytes: 7,
            status: 'pending',
            uploadedAt: clock.now(),
          },
        ],
      });
    });

    it('whose file is gone or not whole are not found', async () => {
      const [gone, half] = [await shop.upload(), await shop.upload()];
      shop.files.files.delete(await shop.nameOf(gone));
      shop.files.files.set(await shop.nameOf(half), Buffer.from('pic'));
      for (const id of [gone, half]) {
        const facts = await shop.show.facts(await shop.nameOf(id));
        await expect(shop.show.file(facts, facts)).rejects.toThrow(PictureNotFound);
      }
    });
  });
});
