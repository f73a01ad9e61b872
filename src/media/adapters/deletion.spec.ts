import { Logger } from '@nestjs/common';
import { ManualClock } from '#kernel';
import { eventsSchema } from '#platform/events';
import { idempotencySchema } from '#platform/idempotency';
import { onEachDatabase } from '../../../test/support/databases.js';
import { newFileName } from '../application/file-store.js';
import { PicturesUnavailable } from '../domain/errors.js';
import { Surroundings } from './in-memory-surroundings.js';
import { mediaSchema } from './schema.js';

const MINUTE = 60_000;

describe('files that are to be deleted', () => {
  onEachDatabase([eventsSchema, idempotencySchema, mediaSchema], (database) => {
    let clock: ManualClock;
    let shop: Surroundings;
    beforeEach(async () => {
      Logger.overrideLogger(false);
      clock = new ManualClock();
      shop = await Surroundings.anew(database(), clock);
    });
    afterEach(() => jest.restoreAllMocks());

    /** Files whose time comes one after the other. */
    const doom = async (count: number): Promise<readonly string[]> => {
      const names = Array.from({ length: count }, () => newFileName('image/jpeg'));
      for (const name of names) {
        await shop.files.put(name, Buffer.from('picture'));
        await shop.doomed.add([name], clock.now());
        clock.advance(1);
      }
      return names;
    };
    const left = () => [...shop.files.files.keys()].toSorted();
    /** Runs, and answers how often the store was asked. */
    const failingRun = async () => {
      const asked = jest.spyOn(shop.files, 'delete');
      await expect(shop.deletion.run()).rejects.toThrow(PicturesUnavailable);
      const { length } = asked.mock.calls;
      asked.mockRestore();
      return length;
    };

    it('go although the store refuses others that come first, and the run tells of it', async () => {
      const stuck = await doom(2);
      for (const name of stuck) shop.files.stuck.add(name);
      await doom(60);
      expect(await failingRun()).toBe(62);
      expect(left()).toEqual(stuck.toSorted());
    });

    it('are left alone for a minute when the store has refused them, and then tried again', async () => {
      const [stuck = ''] = await doom(2);
      shop.files.stuck.add(stuck);
      expect(await failingRun()).toBe(2);
      await shop.deletion.run();
      clock.advance(MINUTE);
      expect(await failingRun()).toBe(1);
      shop.files.stuck.clear();
      clock.advance(MINUTE);
      await shop.deletion.run();
      expect([left(), await shop.doomedNames()]).toEqual([[], []]);
    });

    it('are not all tried while the store is away', async () => {
      await doom(60);
      shop.files.isAway = true;
      expect(await failingRun()).toBe(3);
      shop.files.isAway = false;
      await shop.deletion.run();
      expect(left()).toHaveLength(3);
      clock.advance(MINUTE);
      await shop.deletion.run();
      expect([left(), await shop.doomedNames()]).toEqual([[], []]);
    });

    it('go in the end though very many that come first never do', async () => {
      const stuck = await doom(10);
      for (const name of stuck) shop.files.stuck.add(name);
      await doom(1);
      for (let run = 0; run < 4; run++) await failingRun();
      expect(left()).toEqual(stuck.toSorted());
    });

    it('are not put off for somebody who has kept them meanwhile', async () => {
      const [name = ''] = await doom(1);
      jest.spyOn(shop.files, 'delete').mockImplementationOnce(async () => {
        await shop.doomed.spare(name);
        throw new PicturesUnavailable();
      });
      await expect(shop.deletion.run()).rejects.toThrow(PicturesUnavailable);
      expect(await shop.doomedNames()).toEqual([]);
    });
  });
});
