import type { Milliseconds } from '#platform/config';
import type { Database } from '#platform/database';
import { effectsOnce } from './invariants/effects.js';
import { holdsInTime } from './invariants/holds.js';
import { moneyIsOrdered } from './invariants/money.js';
import { type Records, recordsIn } from './invariants/records.js';
import { stockAddsUp } from './invariants/stock.js';
import { moneyAgrees, type WechatBooks } from './invariants/wechat-books.js';
import type { SkippedClock } from './skipped-clock.js';
import type { WechatControl } from './wechat-control.js';

/** Real time after which what is under way is taken for stuck. */
const PATIENCE: Milliseconds = 60_000;
const MOST_LISTED = 20;
const MOST_ORDERS = 20_000;

const SAYS = {
  I1: 'Of each SKU: initial and adjusted units are those available, reserved and sold; the ledger adds up to the same.',
  I2: 'Each payment that succeeded has paid for one order, or went back in full; the books are those of WeChat.',
  I3: 'What was answered is stored; each event is delivered in the end, and its effect happens once.',
  I4: 'No unpaid order holds stock for longer than its time to pay and a minute.',
} as const;

export interface Light {
  readonly id: keyof typeof SAYS;
  readonly says: string;
  readonly state: 'green' | 'busy' | 'red';
  readonly problems: readonly string[];
  readonly problemCount: number;
  readonly waiting: readonly string[];
  readonly waitingCount: number;
}

export interface Report {
  readonly checkedAt: string;
  readonly tookMs: number;
  readonly lights: readonly Light[];
}

/** The invariants as four lights, by the statements with which tests assert them. */
export class Lights {
  /** When it was first seen, of what waits. */
  private seen = new Map<string, number>();
  private looking: Promise<Report> | null = null;

  constructor(
    private readonly database: Database,
    private readonly clock: SkippedClock,
    private readonly wechat: WechatControl | null,
    private readonly elapsed: () => Milliseconds = () => performance.now(),
  ) {}

  /** Who asks while it is being looked shares the answer. */
  look(): Promise<Report> {
    return (this.looking ??= this.lookNow().finally(() => (this.looking = null)));
  }

  /** Null in a shop with so many orders that looking again and again would keep it busy. */
  async lookIfSmall(): Promise<Report | null> {
    const [row] = await this.database.query(`SELECT 1 AS found FROM orders ORDER BY id LIMIT 1 OFFSET ${MOST_ORDERS}`);
    return row ? null : this.look();
  }

  private async lookNow(): Promise<Report> {
    const began = this.elapsed();
    // WeChat first: what it has told by then must be here a moment later.
    const books = (await this.wechat?.state().catch(() => null)) ?? null;
    const records = await recordsIn(this.database);
    const { always, settled } = violations(records, books, this.clock.now());
    const waiting = settled.filter((text) => !always.includes(text));
    const stuck = this.stuckOf(waiting);
    const problems = [...always, ...stuck];
    const lights = (Object.keys(SAYS) as Light['id'][]).map((id) =>
      light(
        id,
        problems,
        waiting.filter((text) => !stuck.includes(text)),
      ),
    );
    const tookMs = Math.round(this.elapsed() - began);
    return { checkedAt: this.clock.now().toISOString(), tookMs, lights };
  }

  private stuckOf(waiting: readonly string[]): string[] {
    const now = this.elapsed();
    this.seen = new Map(waiting.map((text) => [text, this.seen.get(text) ?? now]));
    return waiting.filter(
      (text) => isDead(text) || (!isPatient(text) && now - (this.seen.get(text) ?? now) > PATIENCE),
    );
  }
}

function violations(records: Records, books: WechatBooks | null, now: Date) {
  const always = [...stockAddsUp(records), ...moneyIsOrdered(records, false), ...effectsOnce(records, false, {})];
  const settled = [
    ...moneyIsOrdered(records, true),
    ...effectsOnce(records, true, {}),
    ...holdsInTime(records, now),
    ...(books ? comparedWith(records, books) : []),
  ];
  return { always, settled };
}

const UNHEARD = 'and the shop has not heard of it yet';

/** With what WeChat remembers, which is nothing from before it was started. The shop asks for what it was not told. */
function comparedWith({ payments, paymentRefunds, ...records }: Records, { transactions, refunds }: WechatBooks) {
  const open = new Set(payments.filter(({ isOpen }) => isOpen).map(({ attemptNo }) => attemptNo));
  const isUnheard = (one: WechatBooks['transactions'][number]) =>
    one.transactionId !== null && open.has(one.outTradeNo);
  const known = new Set(transactions.map(({ outTradeNo }) => outTradeNo));
  const sent = new Set(refunds.map(({ outRefundNo }) => outRefundNo));
  const ours = {
    ...records,
    payments: payments.filter(({ attemptNo }) => known.has(attemptNo)),
    paymentRefunds: paymentRefunds.filter(({ id }) => sent.has(`R${id}`)),
  };
  const theirs = { transactions: transactions.filter((one) => !isUnheard(one)), refunds };
  const unheard = transactions.filter(isUnheard);
  return [
    ...moneyAgrees(ours, theirs),
    ...unheard.map(({ outTradeNo }) => `I2 WeChat was paid for ${outTradeNo}, ${UNHEARD}`),
  ];
}

/** An event that nobody will try again by itself. */
const isDead = (text: string) => / is dead: /.test(text);
const isPatient = (text: string) => text.endsWith(UNHEARD);

function light(id: Light['id'], allProblems: readonly string[], allWaiting: readonly string[]): Light {
  const mine = (texts: readonly string[]) =>
    texts.filter((text) => text.startsWith(`${id} `)).map((text) => text.slice(id.length + 1));
  const [problems, waiting] = [mine(allProblems), mine(allWaiting)];
  return {
    id,
    says: SAYS[id],
    state: problems.length > 0 ? 'red' : waiting.length > 0 ? 'busy' : 'green',
    problems: problems.slice(0, MOST_LISTED),
    problemCount: problems.length,
    waiting: waiting.slice(0, MOST_LISTED),
    waitingCount: waiting.length,
  };
}
