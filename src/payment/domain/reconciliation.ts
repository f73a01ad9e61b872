import type { BeijingDay } from '#kernel';

/** A payment as the provider's bill of a day has it. */
export interface BillEntry {
  readonly attemptNo: string;
  readonly amountFen: number;
}

/** A payment as we have it. */
export interface OwnEntry {
  readonly attemptNo: string;
  readonly amountFen: number;
  readonly paid: boolean;
}

/**
 * `missing-here`: paid there, and we have no such attempt; `unpaid-here`: paid there, and our attempt is not;
 * `missing-there`: paid here on that day, and not on the bill; `amount`: paid on both sides, another amount.
 */
export type DifferenceKind = 'missing-here' | 'unpaid-here' | 'missing-there' | 'amount';

export interface Difference {
  readonly kind: DifferenceKind;
  readonly attemptNo: string;
  /** Null where that side has no such payment. */
  readonly oursFen: number | null;
  readonly theirsFen: number | null;
}

/** Null when both agree. */
export function differenceOf(theirs: BillEntry, ours: OwnEntry | undefined): Difference | null {
  const { attemptNo, amountFen: theirsFen } = theirs;
  if (!ours) return { kind: 'missing-here', attemptNo, oursFen: null, theirsFen };
  const { amountFen: oursFen } = ours;
  if (!ours.paid) return { kind: 'unpaid-here', attemptNo, oursFen, theirsFen };
  return oursFen === theirsFen ? null : { kind: 'amount', attemptNo, oursFen, theirsFen };
}

/** The difference for a payment of ours that is not on the bill. */
export function missingThere({ attemptNo, amountFen }: OwnEntry): Difference {
  return { kind: 'missing-there', attemptNo, oursFen: amountFen, theirsFen: null };
}

/** Days; the provider keeps bills for three months (WeChat Pay APIv3, trade bill). */
const BILLS_ARE_KEPT = 92;

export function mayBeReconciled(day: BeijingDay, today: BeijingDay): boolean {
  return day.text < today.text && day.text >= today.plus(-BILLS_ARE_KEPT).text;
}

/** From when on a day is reconciled without being asked: its bill is there from 10:00 of the next day on. */
export function isDueAt(day: BeijingDay): Date {
  return day.plus(1).at(10, 30);
}

const MINUTE = 60_000;
const PAUSES = [MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE];
/** Milliseconds. No day is put off for longer: what is, was dated by a clock that has been set back since, and is due. */
export const LONGEST_PAUSE = 60 * MINUTE;
const MOST_TRIES = 24;

/** When to try again a day that failed `tries` times; null: only when somebody asks. */
export function nextTryAfter(tries: number, now: Date): Date | null {
  if (tries >= MOST_TRIES) return null;
  return new Date(now.getTime() + (PAUSES[tries - 1] ?? LONGEST_PAUSE));
}
