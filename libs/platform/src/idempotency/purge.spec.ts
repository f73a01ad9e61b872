import { ManualClock, newId } from '#kernel';
import type { Config } from '#platform/config';
import { Idempotency, idempotencySchema } from '#platform/idempotency';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { IdempotencyKeyPurge } from './purge.js';

const DAY = 24 * 3_600_000;

onEachDatabase([idempotencySchema], (database) => {
  const clock = new ManualClock();
  beforeEach(() => database().execute('DELETE FROM idempotency_keys'));

  const remember = (count: number) =>
    new Idempotency(database(), clock).claim(
      Array.from({ length: count }, () => ({
        key: { owner: newId(), route: 'POST /orders', key: newId(), fingerprint: 'body' },
        resourceId: newId(),
      })),
    );
  const purge = () => new IdempotencyKeyPurge(database(), clock, { backgroundJobs: true } as Config).run();
  const left = async () => (await database().query('SELECT idem_key FROM idempotency_keys')).length;

  it('[P12] keeps a key for at least the 24 hours the contract promises', async () => {
    await remember(1);
    clock.advance(DAY + 1);
    await purge();
    expect(await left()).toBe(1);
  });

  it('deletes keys older than three days, batch after batch, and no younger one', async () => {
    for (let n = 0; n < 5; n++) {
      await remember(300);
      clock.advance(1);
    }
    clock.advance(DAY);
    await remember(2);
    clock.advance(2 * DAY);
    await purge();
    expect(await left()).toBe(2);
  });
});
