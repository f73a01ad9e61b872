import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { newId } from '#kernel';
import { auditSchema } from '#platform/audit';
import { eventsSchema } from '#platform/events';
import { idempotencySchema } from '#platform/idempotency';
import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import { onEachDatabase } from '../../../test/support/databases.js';
import { paymentSchema } from '../adapters/schema.js';
import { DAY, Reconciling } from '../testing/reconciling.js';

const unknownNo = () => `P${newId()}`;

describe('[P22] a day reconciled', () => {
  onEachDatabase([eventsSchema, auditSchema, idempotencySchema, paymentSchema], (database) => {
    let shop: Reconciling;
    beforeEach(async () => {
      Logger.overrideLogger(false);
      shop = await Reconciling.on(database());
    });

    it('where both sides agree has no differences, and nothing is asked', async () => {
      shop.bill(await shop.paid(), await shop.paid(1));
      expect(await shop.reconcile()).toEqual({ date: DAY, status: 'done', matched: 2, differences: [] });
      expect(shop.gateway.calls).not.toContain('ask');
    });

    it('repairs what was paid there and is open here, once WeChat confirms it', async () => {
      const lost = await shop.paidThere();
      shop.bill(lost);
      expect(await shop.reconcile()).toMatchObject({
        status: 'done',
        matched: 0,
        differences: [
          { kind: 'unpaid-here', outTradeNo: lost.attemptNo, oursFen: 1999, theirsFen: 1999, repaired: true },
        ],
      });
      expect(await shop.status(lost)).toBe('succeeded');
      expect(shop.audited()).toEqual([
        `reconciliation.requested ${DAY}`,
        `reconciliation.repaired ${lost.attemptNo}`,
        `reconciliation.done ${DAY}`,
      ]);
      expect(await shop.reconcile()).toMatchObject({ status: 'done', matched: 1, differences: [] });
    });

    it('repairs a closed attempt too: money is a fact', async () => {
      const closed = await shop.paidThere(5, (payment) => payment.close());
      shop.bill(closed);
      expect(await shop.reconcile()).toMatchObject({ differences: [{ kind: 'unpaid-here', repaired: true }] });
      expect(await shop.status(closed)).toBe('succeeded');
    });

    it('believes the answer, not the bill: what WeChat does not confirm waits', async () => {
      const open = await shop.attempt();
      shop.bill(open);
      expect(await shop.reconcile()).toMatchObject({
        status: 'done',
        differences: [{ kind: 'unpaid-here', repaired: false }],
      });
      expect(await shop.status(open)).toBe('created');
    });

    it('changes nothing when the confirmed amount is another: staff see it', async () => {
      const open = await shop.attempt(100);
      shop.gateway.pay(open.attemptNo, { amountFen: 99 });
      shop.bill({ attemptNo: open.attemptNo, amountFen: 99 });
      const { differences } = await shop.reconcile();
      expect(differences).toMatchObject([{ kind: 'unpaid-here', oursFen: 100, theirsFen: 99, repaired: false }]);
      expect([...shop.rejections.kept.values()]).toMatchObject([{ reason: 'another-amount' }]);
    });

    it('asks about an attempt that is missing here, which fits nothing and waits', async () => {
      const attemptNo = unknownNo();
      shop.gateway.attempts.set(attemptNo, {
        request: { amountFen: 7 } as never,
        closed: false,
        receipt: { attemptNo, transactionId: 'T1', amountFen: 7, paidAt: shop.clock.now() },
      });
      shop.bill({ attemptNo, amountFen: 7 });
      expect((await shop.reconcile()).differences).toEqual([
        { kind: 'missing-here', outTradeNo: attemptNo, oursFen: null, theirsFen: 7, repaired: false },
      ]);
      expect([...shop.rejections.kept.values()]).toMatchObject([{ reason: 'unknown-attempt' }]);
    });

    it('does not ask about numbers that cannot be ours', async () => {
      shop.bill({ attemptNo: 'another-program-1', amountFen: 7 });
      expect((await shop.reconcile()).differences).toMatchObject([{ kind: 'missing-here', repaired: false }]);
      expect(shop.gateway.calls).not.toContain('ask');
    });

    it('leaves another amount, and what WeChat lacks, to somebody: nothing is asked or changed', async () => {
      const [other, absent] = [await shop.paid(100), await shop.paid(200)];
      shop.bill({ attemptNo: other.attemptNo, amountFen: 101 });
      expect(await shop.reconcile()).toMatchObject({
        matched: 0,
        differences: [
          { kind: 'amount', outTradeNo: other.attemptNo, oursFen: 100, theirsFen: 101, repaired: false },
          { kind: 'missing-there', outTradeNo: absent.attemptNo, oursFen: 200, theirsFen: null, repaired: false },
        ],
      });
      expect(shop.gateway.calls).not.toContain('ask');
    });

    it("is Beijing's, by the time WeChat gave: its first moment counts, the first of the next day does not", async () => {
      const first = await shop.paid(1, new Date('2026-11-22T16:00:00.000Z'));
      const last = await shop.paid(2, new Date('2026-11-23T15:59:59.000Z'));
      await shop.paid(3, new Date('2026-11-22T15:59:59.999Z'));
      await shop.paid(4, new Date('2026-11-23T16:00:00.000Z'));
      shop.bill();
      const { differences } = await shop.reconcile();
      expect(differences.map(({ outTradeNo }) => outTradeNo)).toEqual([first.attemptNo, last.attemptNo]);
    });

    it('fails, to be tried again, when nobody answers a question; what is repaired stays so', async () => {
      const lost = await shop.paidThere();
      shop.bill(lost);
      shop.gateway.silent = true;
      expect(await shop.reconcile()).toMatchObject({ status: 'failed', differences: [{ repaired: false }] });
      await shop.job.run();
      expect(await shop.queries.ofDay(DAY)).toMatchObject({ status: 'failed' });
      shop.gateway.silent = false;
      shop.clock.advance(60_000);
      await shop.job.run();
      expect(await shop.queries.ofDay(DAY)).toMatchObject({ status: 'done', differences: [{ repaired: true }] });
    });

    it("stops asking once WeChat's limit is reached", async () => {
      const lost = [];
      for (let i = 0; i < 12; i++) lost.push(await shop.paidThere());
      shop.bill(...lost);
      const because = new WechatLimitReached();
      const ask = jest.spyOn(shop.gateway, 'ask').mockResolvedValue({ outcome: 'unknown', because });
      const { status, differences } = await shop.reconcile();
      expect([status, differences.length]).toEqual(['failed', 12]);
      expect(ask).toHaveBeenCalledTimes(5);
    });

    it('fails while the bill is being made, and is tried again', async () => {
      shop.bills.bills.set(DAY, 'not-ready');
      expect(await shop.reconcile()).toMatchObject({ status: 'failed', differences: [] });
      expect(shop.audit.entries.at(-1)).toMatchObject({
        type: 'reconciliation.failed',
        facts: { reason: 'bill-not-ready' },
      });
      shop.bill();
      shop.clock.advance(60_000);
      await shop.job.run();
      expect(await shop.queries.ofDay(DAY)).toMatchObject({ status: 'done' });
    });

    it('is done when there is no bill because nothing was sold', async () => {
      expect(await shop.reconcile()).toEqual({ date: DAY, status: 'done', matched: 0, differences: [] });
    });

    it('does not believe that there is no bill before its time while something was sold', async () => {
      await shop.paid();
      shop.clock.advance(-40 * 60_000);
      expect(await shop.reconcile()).toMatchObject({ status: 'failed', differences: [] });
      shop.clock.advance(40 * 60_000);
      expect(await shop.reconcile()).toMatchObject({ status: 'done', differences: [{ kind: 'missing-there' }] });
    });

    it.each([
      ['breaks off', () => void (shop.bills.breaksOff = new WechatUnavailable())],
      ['turns out to be none', () => void (shop.bills.breaksOff = new Error('the sums differ'))],
    ])('repairs nothing on the word of a bill that %s', async (_, spoil) => {
      const lost = await shop.paidThere();
      shop.bill(lost);
      spoil();
      expect(await shop.reconcile()).toMatchObject({ status: 'failed', differences: [] });
      expect(await shop.status(lost)).toBe('created');
    });

    it('refuses a bill that names a payment twice', async () => {
      const paid = await shop.paid();
      shop.bill(paid, paid);
      expect(await shop.reconcile()).toMatchObject({ status: 'failed' });
      expect(shop.audit.entries.at(-1)).toMatchObject({ facts: { reason: 'bill-unreadable' } });
    });

    it('has each payment of either side in exactly one place, whatever the two sides hold', async () => {
      const side = fc.record({
        here: fc.constantFrom('not', 'open', 'paid'),
        there: fc.boolean(),
        oursFen: fc.integer({ min: 1, max: 3 }),
        theirsFen: fc.integer({ min: 1, max: 3 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(side, { maxLength: 12 }), async (sides) => {
          shop = await Reconciling.on(database());
          const entries = [];
          let [ours, theirs] = [0, 0];
          const expected = new Map<string, string>();
          for (const { here, there, oursFen, theirsFen } of sides) {
            const payment =
              here === 'not' ? null : here === 'open' ? await shop.attempt(oursFen) : await shop.paid(oursFen);
            const attemptNo = payment?.attemptNo ?? unknownNo();
            if (there) entries.push({ attemptNo, amountFen: theirsFen });
            if (there) theirs++;
            if (here === 'paid') ours++;
            const kinds = { not: 'missing-here', open: 'unpaid-here', paid: oursFen === theirsFen ? null : 'amount' };
            const kind = there ? kinds[here] : here === 'paid' ? 'missing-there' : null;
            if (kind) expected.set(attemptNo, kind);
          }
          shop.bill(...entries);
          const { status, matched, differences } = await shop.reconcile();
          expect(status).toBe('done');
          expect(new Map(differences.map(({ outTradeNo, kind }) => [outTradeNo, kind]))).toEqual(expected);
          expect(differences).toHaveLength(expected.size);
          const of = (...kinds: string[]) => differences.filter(({ kind }) => kinds.includes(kind)).length;
          expect(matched + of('amount', 'unpaid-here', 'missing-here')).toBe(theirs);
          expect(matched + of('amount', 'missing-there')).toBe(ours);
        }),
        { numRuns: 25 },
      );
    });

    it('may have more payments than are read at once', async () => {
      const agreed = [];
      for (let i = 0; i < 205; i++) agreed.push(await shop.paid());
      const foreign = Array.from({ length: 3 }, (_, i) => ({ attemptNo: `X${i}`, amountFen: 1 }));
      shop.bill(...agreed.slice(0, -1), ...foreign);
      const { matched, differences } = await shop.reconcile();
      expect(matched).toBe(204);
      expect(differences.map(({ outTradeNo }) => outTradeNo)).toEqual(['X0', 'X1', 'X2', agreed.at(-1)?.attemptNo]);
    });
  });
});
