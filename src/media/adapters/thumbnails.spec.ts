import { Logger } from '@nestjs/common';
import { ManualClock } from '#kernel';
import { eventsSchema, On, Reaction } from '#platform/events';
import { idempotencySchema } from '#platform/idempotency';
import { onEachDatabase } from '../../../test/support/databases.js';
import { until } from '../../../test/support/until.js';
import type { DrawThumbnails } from '../application/draw-thumbnails.js';
import { PicturesUnavailable } from '../domain/errors.js';
import type { MediaKept } from '../events.js';
import { aMemberOfStaff, aShopper, Surroundings } from './in-memory-surroundings.js';
import { MediaPurge } from './purge.js';
import { mediaSchema } from './schema.js';

const HOUR = 3_600_000;

@On('media.kept', { transaction: false })
class Draw extends Reaction<MediaKept> {
  constructor(private readonly drawing: DrawThumbnails) {
    super();
  }

  async handle({ uploadId }: MediaKept): Promise<void> {
    await this.drawing.execute(uploadId);
  }
}

describe('thumbnails', () => {
  onEachDatabase([eventsSchema, idempotencySchema, mediaSchema], (database) => {
    let clock: ManualClock;
    let shop: Surroundings;
    beforeEach(async () => {
      Logger.overrideLogger(false);
      clock = new ManualClock();
      shop = await Surroundings.anew(database(), clock);
      shop.pictures.size = { width: 600, height: 1_000 };
    });

    const inProcess = () => shop.events.subscribe(new Draw(shop.drawing()));
    const shown = async (id: string, side: 200 | 800) => {
      const upload = await shop.show.facts(await shop.nameOf(id));
      return shop.show.sized(upload, side);
    };
    const bytesOf = async (id: string, side: 200 | 800) => (await shown(id, side)).facts.bytes;
    const filesBesides = async (...ids: string[]) => {
      const names = await Promise.all(ids.map((id) => shop.nameOf(id)));
      return [...shop.files.files.keys()].filter((name) => !names.includes(name));
    };
    const rows = async () => (await database().query('SELECT upload_id FROM thumbnails')).length;
    /** The files that are left when all that is doomed is gone. */
    const leftInTheEnd = async () => {
      clock.advance(2 * HOUR);
      await shop.deletion.run();
      return shop.files.files.size;
    };

    it('are drawn of whatever is larger, and shown in its place', async () => {
      inProcess();
      for (const uploader of [aShopper(), aMemberOfStaff()]) {
        const id = await shop.upload(uploader);
        expect(await shown(id, 200)).toMatchObject({ facts: { digest: 'digest 200', width: 200 }, isFinal: true });
        const { facts } = await shown(id, 800);
        const file = await shop.show.file(await shop.show.facts(await shop.nameOf(id)), facts);
        expect([file.bytes, await shop.doomedNames()]).toEqual(['800 pixels'.length, []]);
      }
    });

    it('are none that is as large as the picture: then it is shown itself', async () => {
      inProcess();
      shop.pictures.size = { width: 700, height: 800 };
      const id = await shop.upload(aMemberOfStaff());
      expect([await bytesOf(id, 200), await bytesOf(id, 800)]).toEqual(['200 pixels'.length, 'picture'.length]);
      shop.pictures.size = { width: 200, height: 10 };
      const small = await shop.upload(aMemberOfStaff());
      expect(await shown(small, 200)).toMatchObject({ facts: { id: small }, isFinal: true });
      expect(await shop.events.recorded(small)).toEqual([]);
    });

    it('are awaited for an hour: until then the picture itself is shown, not for long', async () => {
      const id = await shop.upload(aMemberOfStaff());
      expect(await shown(id, 200)).toMatchObject({ facts: { id }, isFinal: false });
      clock.advance(HOUR);
      expect(await shown(id, 200)).toMatchObject({ facts: { id }, isFinal: true });
    });

    it('[P70] are one of each side, though the event comes twice and two processes draw at once', async () => {
      const id = await shop.upload(aMemberOfStaff());
      const drawn = await Promise.all([shop.drawing().execute(id), shop.drawing().execute(id)]);
      expect(drawn[0] + drawn[1]).toBe(2);
      expect(await shop.drawing().execute(id)).toBe(0);
      expect([await rows(), await leftInTheEnd()]).toEqual([2, 3]);
    });

    it('[P70] are drawn in the end when a process dies while it draws, and its file goes', async () => {
      const id = await shop.upload(aMemberOfStaff());
      const dying = new Error('killed');
      const transaction = jest.spyOn(database(), 'transaction').mockRejectedValueOnce(dying);
      await expect(shop.drawing().execute(id)).rejects.toThrow(dying);
      transaction.mockRestore();
      expect([await rows(), (await filesBesides(id)).length]).toEqual([0, 1]);
      expect(await shop.drawing().execute(id)).toBe(2);
      expect([await rows(), await leftInTheEnd()]).toEqual([2, 3]);
    });

    it('[P70] are drawn later when the store is away, and staff see when they never are', async () => {
      inProcess();
      const id = await shop.upload(aMemberOfStaff());
      expect(await shop.events.recorded(id)).toEqual(['1 media.kept delivered']);
      shop.pictures.beforeSmaller = () => Promise.reject(new PicturesUnavailable());
      const hopeless = await shop.upload(aMemberOfStaff());
      expect(await shop.events.recorded(hopeless)).toEqual(['1 media.kept pending']);
      for (let attempt = 0; attempt < 11; attempt++) {
        clock.advance(61_000);
        await shop.events.poll();
        await shop.events.bus.idle();
      }
      expect(await shop.events.recorded(hopeless)).toEqual(['1 media.kept dead']);
      expect(await shown(hopeless, 200)).toMatchObject({ facts: { id: hopeless } });
    });

    it('are no more than two pictures at once in one process', async () => {
      const ids = [await shop.upload(aMemberOfStaff()), await shop.upload(aMemberOfStaff())];
      ids.push(await shop.upload(aMemberOfStaff()), await shop.upload(aMemberOfStaff()));
      let [now, most] = [0, 0];
      shop.pictures.beforeSmaller = async () => {
        most = Math.max(most, ++now);
        await until(() => most > 1);
        now--;
      };
      const drawing = shop.drawing();
      await Promise.all(ids.map((id) => drawing.execute(id)));
      expect([most, await rows()]).toEqual([2, 8]);
    });

    it.each<[string, (id: string, uploader: ReturnType<typeof aShopper>) => Promise<void>]>([
      ['refused', async (id) => shop.settle.decided(await shop.referenceOf(id), 'risky')],
      ['taken back', async (id, uploader) => shop.remove(await shop.nameOf(id), uploader)],
      ['erased with its owner', (_, { id }) => database().transaction(() => shop.personal.erase(id))],
    ])('[P71] go with a picture that is %s, before or while they are drawn', async (_, end) => {
      const uploader = aShopper();
      const id = await shop.upload(uploader);
      expect(await shop.drawing().execute(id)).toBe(2);
      await end(id, uploader);
      await shop.deletion.run();
      expect([await rows(), shop.files.files.size, await shop.doomedNames()]).toEqual([0, 0, []]);

      const other = aShopper();
      const late = await shop.upload(other);
      let ended = false;
      shop.pictures.beforeSmaller = async () => {
        if (!ended) await end(late, other);
        ended = true;
      };
      expect(await shop.drawing().execute(late)).toBe(0);
      expect([await rows(), await leftInTheEnd()]).toEqual([0, 0]);
    });

    it('[P71] go within an hour or so when a release that knows none of them has removed the picture', async () => {
      const [gone, kept] = [await shop.upload(aMemberOfStaff()), await shop.upload(aMemberOfStaff())];
      for (const id of [gone, kept]) await shop.drawing().execute(id);
      await database().execute('DELETE FROM uploads WHERE id = ?', [gone]);
      await new MediaPurge(shop.thumbnails, shop.doomed, database(), clock, shop.config).run();
      expect([await rows(), (await shop.doomedNames()).length]).toEqual([2, 2]);
      expect(await bytesOf(kept, 200)).toBe('200 pixels'.length);
    });

    it('[P70] are tried again where the file is not there, as long as the picture is', async () => {
      const uploader = aMemberOfStaff();
      const id = await shop.upload(uploader);
      shop.files.files.clear();
      await expect(shop.drawing().execute(id)).rejects.toThrow(PicturesUnavailable);
      await shop.remove(await shop.nameOf(id), uploader);
      expect(await shop.drawing().execute(id)).toBe(0);
    });
  });
});
