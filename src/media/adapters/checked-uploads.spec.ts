import { Logger } from '@nestjs/common';
import { ManualClock } from '#kernel';
import { eventsSchema } from '#platform/events';
import { idempotencySchema } from '#platform/idempotency';
import { WechatUnavailable } from '#platform/wechat-errors';
import { onEachDatabase } from '../../../test/support/databases.js';
import { PictureNotFound } from '../domain/errors.js';
import { aMemberOfStaff, aShopper, Surroundings } from './in-memory-surroundings.js';
import { mediaSchema } from './schema.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('uploads are looked at', () => {
  onEachDatabase([eventsSchema, idempotencySchema, mediaSchema], (database) => {
    let clock: ManualClock;
    let shop: Surroundings;
    beforeEach(async () => {
      Logger.overrideLogger(false);
      clock = new ManualClock();
      shop = await Surroundings.anew(database(), clock);
    });
    afterEach(() => jest.restoreAllMocks());

    it('when they are a shopper’s: at their address, with the shopper’s account', async () => {
      const uploader = aShopper();
      const id = await shop.upload(uploader);
      expect(shop.check.asked).toEqual([
        { url: `https://shop.example/pictures/${await shop.nameOf(id)}`, account: `account of ${uploader.id}` },
      ]);
      expect(await shop.stateOf(id)).toMatchObject({ status: 'pending' });
    });

    it('not when they are of staff, or nobody looks', async () => {
      const ofStaff = await shop.upload(aMemberOfStaff());
      shop.check.isOn = false;
      const unseen = await shop.upload();
      for (const id of [ofStaff, unseen]) expect(await shop.stateOf(id)).toMatchObject({ status: 'unchecked' });
      expect(shop.check.asked).toEqual([]);
    });

    it('not when they are left alone by who looks, or their uploader has no account: then they are unchecked', async () => {
      shop.check.answer = async () => null;
      const alone = await shop.upload();
      const erased = aShopper();
      shop.accounts.unknown.add(erased.id);
      for (const id of [alone, await shop.upload(erased)])
        expect(await shop.stateOf(id)).toMatchObject({ status: 'unchecked' });
    });

    it('later, when WeChat is away, but not for ever', async () => {
      const id = await (async () => {
        shop.check.answer = (time) => (time < 3 ? Promise.reject(new WechatUnavailable()) : Promise.resolve('t-late'));
        return shop.upload();
      })();
      clock.advance(MINUTE);
      await shop.events.poll();
      await shop.events.bus.idle();
      clock.advance(MINUTE);
      await shop.events.poll();
      await shop.events.bus.idle();
      expect([shop.check.asked.length, await shop.referenceOf(id)]).toEqual([3, 't-late']);

      shop.check.answer = () => Promise.reject(new WechatUnavailable());
      const hopeless = await shop.upload();
      clock.advance(5 * MINUTE);
      await shop.events.poll();
      await shop.events.bus.idle();
      expect(await shop.stateOf(hopeless)).toMatchObject({ status: 'unchecked' });
      expect(await shop.events.recorded(hopeless)).toEqual(['1 media.uploaded delivered']);
    });

    it('once, though the event comes twice', async () => {
      const uploadId = await shop.upload();
      await shop.checkPicture.handle({ type: 'media.uploaded', uploadId, at: clock.now() });
      expect(shop.check.asked).toHaveLength(1);
    });

    it('[P39] and pass, or are gone at once and for good, on record', async () => {
      const [fine, risky] = [await shop.upload(), await shop.upload()];
      const names = { fine: await shop.nameOf(fine), risky: await shop.nameOf(risky) };
      await shop.settle.decided(await shop.referenceOf(fine), 'pass');
      await shop.settle.decided(await shop.referenceOf(risky), 'risky');
      expect(await shop.show.facts(names.fine)).toMatchObject({ status: 'passed' });
      await expect(shop.show.facts(names.risky)).rejects.toThrow(PictureNotFound);
      await shop.deletion.run();
      expect([...shop.files.files.keys()]).toEqual([names.fine]);
      expect(await shop.stateOf(risky)).toMatchObject({ status: 'refused' });
      expect(shop.audit.entries.at(-1)).toMatchObject({ type: 'media.refused', subject: risky });
      expect(await shop.events.recorded(risky)).toEqual(['1 media.uploaded delivered', '2 media.refused delivered']);
    });

    it('and a verdict that is told twice, or late, is heeded once', async () => {
      const id = await shop.upload();
      const reference = await shop.referenceOf(id);
      clock.advance(3 * HOUR);
      await shop.overdue.run();
      expect(await shop.stateOf(id)).toMatchObject({ status: 'unchecked' });
      for (let time = 0; time < 2; time++) await shop.settle.decided(reference, 'risky');
      expect(await shop.stateOf(id)).toMatchObject({ status: 'refused' });
      expect(shop.audit.entries.filter(({ type }) => type === 'media.refused')).toHaveLength(1);
    });

    it('and a verdict that is there before its reference is stored is not lost', async () => {
      shop.check.answer = async () => {
        await shop.settle.decided('t-fast', 'risky');
        return 't-fast';
      };
      expect(await shop.stateOf(await shop.upload())).toMatchObject({ status: 'refused' });
    });

    it('and nothing is lost where the two come in the same moment', async () => {
      for (let round = 0; round < 10; round++) {
        let deciding: Promise<void> = Promise.resolve();
        shop.check.answer = async () => {
          deciding = database().outside(() => shop.settle.decided(`t-${round}`, 'risky'));
          return `t-${round}`;
        };
        const id = await shop.upload();
        await deciding;
        expect(await shop.stateOf(id)).toMatchObject({ status: 'refused' });
      }
    });

    it('and a verdict on what nobody here knows changes nothing', async () => {
      const id = await shop.upload();
      await shop.settle.decided('of-another-program', 'risky');
      expect(await shop.stateOf(id)).toMatchObject({ status: 'pending' });
    });

    it('and one nobody tells anything about is unchecked after two hours', async () => {
      const id = await shop.upload();
      clock.advance(2 * HOUR - 1);
      await shop.overdue.run();
      expect(await shop.stateOf(id)).toMatchObject({ status: 'pending' });
      clock.advance(2);
      await shop.overdue.run();
      expect(await shop.stateOf(id)).toMatchObject({ status: 'unchecked' });
    });
  });
});
