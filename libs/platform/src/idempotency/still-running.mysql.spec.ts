import { ManualClock, newId } from '#kernel';
import { FirstRequestStillRunning, Idempotency, idempotencySchema } from '#platform/idempotency';
import { type OpenDatabase, openMysql, testDatabaseUrl } from '../../../../test/support/databases.js';
import { signal } from '../../../../test/support/signal.js';

(testDatabaseUrl ? describe : describe.skip)('a repeat while the first request is running', () => {
  let opened: OpenDatabase;
  let idempotency: Idempotency;
  beforeAll(async () => {
    opened = await openMysql([idempotencySchema]);
    idempotency = new Idempotency(opened.database, new ManualClock());
  });
  afterAll(() => opened.close());

  const key = () => ({ owner: newId(), route: 'POST /orders', key: newId(), fingerprint: 'body' });

  it('[P11] is refused with 4005 when the first runs for longer than it waits', async () => {
    const mine = key();
    const begun = signal();
    const goOn = signal();
    const first = idempotency.once(mine, 'made', async () => {
      begun.give();
      await goOn.given;
    });
    await begun.given;
    const repeat = idempotency.once(mine, 'again', async () => undefined);
    await expect(repeat).rejects.toThrow(FirstRequestStillRunning);
    goOn.give();
    expect(await first).toEqual({ id: 'made', replayed: false });
    expect(await idempotency.once(mine, 'again', async () => undefined)).toEqual({ id: 'made', replayed: true });
  });

  it('waits for a first request that is quick, without its effect happening twice', async () => {
    const mine = key();
    const begun = signal();
    const effect = jest.fn(async () => undefined);
    const first = idempotency.once(mine, 'made', async () => {
      begun.give();
      await opened.database.query('SELECT SLEEP(0.3)');
    });
    await begun.given;
    expect(await idempotency.once(mine, 'again', effect)).toEqual({ id: 'made', replayed: true });
    await first;
    expect(effect).not.toHaveBeenCalled();
  });
});
