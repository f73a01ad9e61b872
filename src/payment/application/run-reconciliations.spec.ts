import { Logger } from '@nestjs/common';
import type { DomainError } from '#kernel';
import { auditSchema } from '#platform/audit';
import { eventsSchema } from '#platform/events';
import { idempotencySchema } from '#platform/idempotency';
import { onEachDatabase } from '../../../test/support/databases.js';
import { CLAIM_LIFE_MS } from '../adapters/sql-reconciliations.js';
import { paymentSchema } from '../adapters/schema.js';
import { DayCannotBeReconciled } from '../domain/errors.js';
import { ClaimLost } from './reconciliations.js';
import { DAY, Reconciling, staff } from '../testing/reconciling.js';

describe('reconciling', () => {
  onEachDatabase([eventsSchema, auditSchema, idempotencySchema, paymentSchema], (database) => {
    let shop: Reconciling;
    beforeEach(async () => {
      Logger.overrideLogger(false);
      shop = await Reconciling.on(database());
    });

    const days = async () =>
      (await database().query<{ day: string }>('SELECT day FROM reconciliations ORDER BY day')).map(({ day }) => day);
    const runs = () =>
      database().query<{ status: string; reason: string | null; matched: number }>(
        'SELECT status, reason, matched FROM reconciliation_runs ORDER BY id',
      );
    const claimed = async () => {
      const run = await shop.reconciliations.claim(shop.clock.now());
      if (!run) throw new Error('nothing to claim');
      return run;
    };

    describe('on request', () => {
      it.each(['2026-11-24', '2026-11-25', '2027-01-01', '2026-08-01', '2026-11-31', 'soon'])(
        'is refused for %s: not over, too long ago, or no day',
        async (date) => {
          const refusal = await shop.order(date).catch((error: unknown) => error);
          expect(refusal).toBeInstanceOf(DayCannotBeReconciled);
          expect((refusal as DomainError).code).toBe(400);
        },
      );

      it('answers a running day as it is, and begins nothing anew', async () => {
        await shop.order();
        const run = await claimed();
        await shop.order();
        expect(await shop.reconciliations.claim(shop.clock.now())).toBeNull();
        await shop.reconcileDay.execute(run);
        expect(await shop.queries.ofDay(DAY)).toMatchObject({ status: 'done' });
        expect(shop.audited()).toEqual([`reconciliation.requested ${DAY}`, `reconciliation.done ${DAY}`]);
      });

      it('makes one run of many requests at once', async () => {
        await Promise.all(Array.from({ length: 8 }, () => shop.order()));
        await shop.job.run();
        expect(await runs()).toHaveLength(1);
      });

      it('does a day that is done again, and keeps what the earlier run found', async () => {
        const open = await shop.attempt();
        shop.bill(open);
        await shop.reconcile();
        shop.bill();
        expect((await shop.reconcile()).differences).toEqual([]);
        expect(await runs()).toMatchObject([{ status: 'done' }, { status: 'done' }]);
        expect(await database().query('SELECT kind FROM reconciliation_differences')).toEqual([
          { kind: 'unpaid-here' },
        ]);
      });

      it('under one key is one request', async () => {
        const key = { owner: 'bo', route: 'POST /x', key: 'k1', fingerprint: 'f' };
        expect(await shop.request.execute({ date: DAY, actor: staff, key })).toEqual({ id: DAY, replayed: false });
        await shop.job.run();
        expect(await shop.request.execute({ date: DAY, actor: staff, key })).toEqual({ id: DAY, replayed: true });
        await shop.job.run();
        expect(await runs()).toHaveLength(1);
      });
    });

    describe('by itself', () => {
      const at = (text: string) => shop.clock.advance(new Date(text).getTime() - shop.clock.now().getTime());

      it('begins at half past ten in Beijing with the day before, and does each day once', async () => {
        at('2026-11-24T02:29:59.999Z');
        await shop.job.run();
        expect(await days()).toEqual([]);
        at('2026-11-24T02:30:00.000Z');
        await shop.job.run();
        await shop.job.run();
        expect(await days()).toEqual(['2026-11-23']);
        expect(await runs()).toMatchObject([{ status: 'done' }]);
      });

      it('makes up for days when nobody was there, a week at most', async () => {
        await shop.job.run();
        at('2026-11-27T03:00:00.000Z');
        await shop.job.run();
        expect(await days()).toEqual(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26']);
        at('2026-12-20T03:00:00.000Z');
        await shop.job.run();
        expect((await days()).slice(4)).toEqual([13, 14, 15, 16, 17, 18, 19].map((date) => `2026-12-${date}`));
      });

      it('makes up for them also when staff were faster with a later one', async () => {
        await shop.job.run();
        at('2026-11-27T03:00:00.000Z');
        await shop.order('2026-11-26');
        await shop.job.run();
        expect(await days()).toEqual(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26']);
      });

      it('reconciles a day once when two processes do it at the same time', async () => {
        await Promise.all([shop.job.run(), shop.job.run()]);
        expect(await runs()).toHaveLength(1);
      });

      it('tries a day again whose next try was dated by a clock that has been set back since', async () => {
        await shop.order();
        const run = await claimed();
        const inADay = new Date(shop.clock.now().getTime() + 24 * 3_600_000);
        await shop.reconciliations.fail(run, 'no-bill', 0, inADay, shop.clock.now());
        expect(await shop.reconciliations.claim(shop.clock.now())).toMatchObject({ tries: 2 });
      });

      it('gives up after many tries, until somebody asks', async () => {
        shop.bills.bills.set(DAY, 'not-ready');
        for (let hours = 0; hours < 40; hours++) {
          await shop.job.run();
          shop.clock.advance(30 * 60_000);
        }
        const tries = (await runs()).length;
        expect(tries).toBeLessThanOrEqual(24);
        await shop.order();
        await shop.job.run();
        expect((await runs()).length).toBeGreaterThan(tries);
      });
    });

    describe('a process that is gone', () => {
      it('leaves its day to another one, once its claim has run out and not before', async () => {
        await shop.order();
        const dead = await claimed();
        await shop.reconciliations.keepBill(dead, [{ attemptNo: 'X1', amountFen: 1 }], shop.clock.now());
        shop.clock.advance(CLAIM_LIFE_MS - 1);
        await shop.job.run();
        expect(await shop.queries.ofDay(DAY)).toMatchObject({ status: 'running' });
        shop.clock.advance(1);
        await shop.job.run();
        expect(await shop.queries.ofDay(DAY)).toMatchObject({ status: 'done', differences: [] });
        expect(await runs()).toMatchObject([{ status: 'failed', reason: 'abandoned' }, { status: 'done' }]);
      });

      it('changes no result when it comes back after it lost its claim', async () => {
        shop.bill(await shop.attempt());
        await shop.order();
        const slow = await claimed();
        shop.clock.advance(CLAIM_LIFE_MS);
        await shop.job.run();
        await shop.reconcileDay.execute(slow);
        expect(await runs()).toMatchObject([{ reason: 'abandoned' }, { status: 'done' }]);
        expect((await shop.queries.ofDay(DAY)).differences).toHaveLength(1);
      });

      it('that works for long keeps its claim', async () => {
        shop.bill(...(await Promise.all(Array.from({ length: 3 }, () => shop.paid()))));
        shop.bills.meanwhile = async () => shop.clock.advance(CLAIM_LIFE_MS / 4);
        expect(await shop.reconcile()).toMatchObject({ status: 'done', matched: 3 });
      });

      it('that only compares keeps its claim, page by page, and stops when that is lost', async () => {
        await shop.order();
        const run = await claimed();
        const pages = [
          () => shop.reconciliations.bill(run, null, 1, shop.clock.now()),
          () => shop.reconciliations.onBill(run, ['X1'], shop.clock.now()),
          () => shop.reconciliations.onBill(run, [], shop.clock.now()),
        ];
        for (const page of pages) {
          shop.clock.advance(CLAIM_LIFE_MS - 1);
          expect(await shop.reconciliations.claim(shop.clock.now())).toBeNull();
          await page();
        }
        shop.clock.advance(CLAIM_LIFE_MS);
        await claimed();
        for (const page of pages) await expect(page()).rejects.toThrow(ClaimLost);
      });

      it('because it was told to stop leaves its day to another one at once', async () => {
        await shop.order();
        await shop.reconcileDay.execute(await claimed(), () => true);
        expect(await shop.queries.ofDay(DAY)).toMatchObject({ status: 'running' });
        await shop.job.run();
        expect(await shop.queries.ofDay(DAY)).toMatchObject({ status: 'done' });
      });
    });

    it('what bills said is deleted once the run has ended; what it came to stays', async () => {
      const left = async () => (await database().query('SELECT attempt_no FROM reconciliation_bill_entries')).length;
      shop.bill({ attemptNo: 'X1', amountFen: 1 }, { attemptNo: 'X2', amountFen: 1 });
      await shop.order();
      const run = await claimed();
      await shop.reconciliations.keepBill(run, [{ attemptNo: 'X1', amountFen: 1 }], shop.clock.now());
      await shop.purge.run();
      expect(await left()).toBe(1);
      shop.clock.advance(CLAIM_LIFE_MS);
      await shop.job.run();
      await shop.purge.run();
      expect(await left()).toBe(0);
      expect((await shop.queries.ofDay(DAY)).differences).toHaveLength(2);
    });

    it('a day nobody asked for, and what is no day, is not found', async () => {
      for (const date of ['2026-11-01', '2026-11-31', '今天', "' OR 1=1"])
        await expect(shop.queries.ofDay(date)).rejects.toMatchObject({ code: 404 });
    });
  });
});
