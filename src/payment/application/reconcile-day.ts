import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { isDatabaseUnavailable } from '#platform/database';
import { mayWorkLater, WechatLimitReached } from '#platform/wechat-errors';
import type { Payment } from '../domain/payment.js';
import { Payments } from '../domain/payments.js';
import {
  type BillEntry,
  type Difference,
  differenceOf,
  isDueAt,
  missingThere,
  nextTryAfter,
  type OwnEntry,
} from '../domain/reconciliation.js';
import { ClaimLost, NamedTwice, Reconciliations, type Run, type SeenDifference } from './reconciliations.js';
import { RepairDifference } from './repair-difference.js';
import { BillNotReady, TradeBills } from './trade-bills.js';

/** Payments read, and compared, at once. */
const PAGE = 200;
/** Questions to the provider at once. */
const ASKED_AT_ONCE = 5;

class Interrupted extends Error {}

interface Work {
  readonly run: Run;
  /** @throws Interrupted */
  readonly proceed: () => void;
  matched: number;
  waiting: number;
  /** Why something could not be asked; it is asked again by the next run. */
  unanswered: Error | null;
}

/** One run over a day: keeps the bill, compares it with our payments, both ways, and has repaired what can be. */
@Injectable()
export class ReconcileDay {
  private readonly log = new Logger(ReconcileDay.name);

  constructor(
    private readonly reconciliations: Reconciliations,
    private readonly bills: TradeBills,
    private readonly payments: Payments,
    private readonly repairDifference: RepairDifference,
    private readonly clock: Clock,
  ) {}

  /** @param stopping asked between two pages: whether to leave the day to another process */
  async execute(run: Run, stopping: () => boolean = () => false): Promise<void> {
    const proceed = () => {
      if (stopping()) throw new Interrupted();
    };
    const work: Work = { run, proceed, matched: 0, waiting: 0, unanswered: null };
    try {
      await this.keepBill(work);
      await this.compareTheirs(work);
      await this.compareOurs(work);
      if (work.unanswered) throw work.unanswered;
      await this.reconciliations.finish(run, work.matched, this.now);
      if (work.waiting > 0) this.log.warn(`${run.day.text}: ${work.waiting} differences wait for somebody`);
    } catch (error) {
      await this.endBadly(work, error);
    }
  }

  private async keepBill({ run, proceed }: Work): Promise<void> {
    const bill = await this.bills.of(run.day);
    if (bill === null) return this.believeThatThereIsNone(run);
    let page: BillEntry[] = [];
    const keep = async () => {
      proceed();
      await this.reconciliations.keepBill(run, page, this.now);
      page = [];
    };
    for await (const entry of bill) {
      page.push(entry);
      if (page.length === PAGE) await keep();
    }
    await keep();
  }

  /** Before its time is over no bill may also be one that is still to come. */
  private async believeThatThereIsNone({ day }: Run): Promise<void> {
    if (this.now >= isDueAt(day)) return;
    const paid = await this.payments.paidBetween(day.start, day.end, null, 1);
    if (paid.length > 0) throw new BillNotReady();
  }

  private async compareTheirs(work: Work): Promise<void> {
    const { run, proceed } = work;
    for (let last: string | null = null; ;) {
      proceed();
      const theirs = await this.reconciliations.bill(run, last, PAGE, this.now);
      const found = await this.payments.withAttemptNos(theirs.map(({ attemptNo }) => attemptNo));
      const ours = new Map(found.map((payment) => [payment.attemptNo, ownEntry(payment)]));
      const compared = theirs.map((entry) => differenceOf(entry, ours.get(entry.attemptNo)));
      const differences = compared.filter((difference) => difference !== null);
      work.matched += compared.length - differences.length;
      await this.keep(work, differences);
      last = theirs.at(-1)?.attemptNo ?? null;
      if (theirs.length < PAGE) return;
    }
  }

  private async compareOurs(work: Work): Promise<void> {
    const { run, proceed } = work;
    const { start, end } = run.day;
    for (let last: Payment | null = null; ;) {
      proceed();
      const ours: Payment[] = await this.payments.paidBetween(start, end, last, PAGE);
      const theirs = await this.reconciliations.onBill(
        run,
        ours.map(({ attemptNo }) => attemptNo),
        this.now,
      );
      const missing = ours.filter(({ attemptNo }) => !theirs.has(attemptNo));
      const differences = missing.map((payment) => missingThere(ownEntry(payment)));
      await this.keep(work, differences);
      last = ours.at(-1) ?? null;
      if (ours.length < PAGE) return;
    }
  }

  private async keep(work: Work, differences: readonly Difference[]): Promise<void> {
    for (let at = 0; at < differences.length; at += ASKED_AT_ONCE) {
      work.proceed();
      const few = differences.slice(at, at + ASKED_AT_ONCE);
      const seen = await Promise.all(few.map((difference) => this.seen(difference, work)));
      work.waiting += seen.filter(({ repaired }) => !repaired).length;
      await this.reconciliations.keepDifferences(work.run, seen, this.now);
    }
  }

  private async seen(difference: Difference, work: Work): Promise<SeenDifference> {
    // Where WeChat's limit is reached, going on asking only makes it last.
    if (work.unanswered instanceof WechatLimitReached) return { ...difference, repaired: false };
    const repair = await this.repairDifference.execute(difference);
    if (repair.outcome === 'unknown') work.unanswered = repair.because;
    return { ...difference, repaired: repair.outcome === 'repaired' };
  }

  private async endBadly({ run, matched }: Work, error: unknown): Promise<void> {
    if (error instanceof ClaimLost) return this.log.warn(`${run.day.text}: another process has taken over`);
    // Whoever finds the claim run out begins anew.
    if (isDatabaseUnavailable(error)) throw error;
    if (error instanceof Interrupted) return this.reconciliations.release(run, this.now);
    const nextTryAt = nextTryAfter(run.tries, this.now);
    const reason = reasonOf(error);
    const facts = { reason, nextTryAt };
    if (reason === 'unforeseen') this.log.error({ err: error, ...facts }, `${run.day.text} could not be reconciled`);
    else this.log.warn(facts, `${run.day.text} could not be reconciled yet`);
    await this.reconciliations.fail(run, reason, matched, nextTryAt, this.now);
  }

  private get now(): Date {
    return this.clock.now();
  }
}

function ownEntry({ attemptNo, status, snapshot }: Payment): OwnEntry {
  return { attemptNo, amountFen: snapshot.amountFen, paid: status === 'succeeded' };
}

function reasonOf(error: unknown): string {
  if (error instanceof BillNotReady) return 'bill-not-ready';
  if (error instanceof NamedTwice) return 'bill-unreadable';
  return mayWorkLater(error) ? 'no-answer' : 'unforeseen';
}
