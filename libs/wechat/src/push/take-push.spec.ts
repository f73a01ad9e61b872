import { Logger } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import { ManualClock, newId } from '#kernel';
import type { Config } from '#platform/config';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { putOnShelf, shelvesSchema, stockOf } from '../../../../test/support/shelves.js';
import { OnPush, PushHandler } from './on-push.js';
import { PushSubscriptions } from './push-subscriptions.js';
import { PushPurge } from './purge.js';
import { pushSchema } from './schema.js';
import { TakePush } from './take-push.js';
import { type Push, pushOf } from './push.js';

const DAY = 24 * 3_600_000;

onEachDatabase([pushSchema, shelvesSchema], (database) => {
  const clock = new ManualClock();
  let shelf: string;
  let fails: boolean;
  let take: TakePush;
  let subscriptions: PushSubscriptions;

  @OnPush('one_more')
  class AddOne extends PushHandler {
    async handle(): Promise<void> {
      await database().execute('UPDATE shelves SET stock = stock + 1 WHERE id = ?', [shelf]);
      if (fails) throw new Error('not yet');
    }
  }

  beforeEach(async () => {
    Logger.overrideLogger(false);
    await database().execute('DELETE FROM wechat_pushes');
    shelf = newId();
    fails = false;
    await putOnShelf(database(), shelf);
    const providers = [{ metatype: AddOne, instance: new AddOne() }, { metatype: null }, { metatype: ManualClock }];
    subscriptions = new PushSubscriptions({ getProviders: () => providers } as unknown as DiscoveryService);
    subscriptions.onModuleInit();
    take = new TakePush(database(), subscriptions, clock);
  });

  const aPush = (event = 'one_more'): Push => {
    const push = pushOf({ FromUserName: 'oShopper', CreateTime: newId(), Event: event });
    if (!push) throw new Error('no push');
    return push;
  };
  const stored = () => database().query('SELECT * FROM wechat_pushes');

  it('[P24] has its effect once, however often it comes at the same time', async () => {
    const push = aPush();
    await Promise.all(Array.from({ length: 20 }, () => take.execute(push)));
    expect(await stockOf(database(), shelf)).toBe(1);
    await take.execute(aPush());
    expect(await stockOf(database(), shelf)).toBe(2);
  });

  it('is handed to everybody who waits for it, in one transaction', async () => {
    const inTransaction = jest.fn(async () => expect(database().inTransaction).toBe(true));
    subscriptions.add('one_more', { handle: inTransaction });
    const push = aPush();
    await take.execute(push);
    expect(inTransaction).toHaveBeenCalledWith(push);
    expect(await stockOf(database(), shelf)).toBe(1);
  });

  it('that fails is not remembered, leaves nothing behind, and is done when it comes again', async () => {
    const push = aPush();
    fails = true;
    await expect(take.execute(push)).rejects.toThrow('not yet');
    expect(await stored()).toEqual([]);
    expect(await stockOf(database(), shelf)).toBe(0);
    fails = false;
    await take.execute(push);
    expect(await stockOf(database(), shelf)).toBe(1);
  });

  it('that nobody waits for is taken and not stored', async () => {
    await take.execute(aPush('user_enter_tempsession'));
    expect(await stored()).toEqual([]);
  });

  it('leaves a key and a time, and nothing of whom it is about', async () => {
    const push = aPush();
    await take.execute(push);
    const [row, ...more] = await stored();
    expect(more).toEqual([]);
    expect(Object.keys(row ?? {}).toSorted()).toEqual(['push_key', 'received_at']);
    expect(JSON.stringify(row)).not.toContain('oShopper');
  });

  it('is remembered for 30 days', async () => {
    const purge = new PushPurge(database(), clock, { backgroundJobs: true } as Config);
    const push = aPush();
    await take.execute(push);
    clock.advance(30 * DAY);
    await purge.run();
    expect(await stored()).toHaveLength(1);
    clock.advance(1);
    await purge.run();
    expect(await stored()).toEqual([]);
  });
});
