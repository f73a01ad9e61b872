import { BeijingDay } from '#kernel';
import { differenceOf, isDueAt, mayBeReconciled, missingThere, nextTryAfter } from './reconciliation.js';

const day = (text: string) => BeijingDay.parse(text) as BeijingDay;
const theirs = { attemptNo: 'P1', amountFen: 100 };
const ours = { attemptNo: 'P1', amountFen: 100, paid: true };

it('what is the same on both sides is no difference', () => expect(differenceOf(theirs, ours)).toBeNull());

it.each([
  ['missing-here', undefined, { oursFen: null, theirsFen: 100 }],
  ['unpaid-here', { ...ours, paid: false }, { oursFen: 100, theirsFen: 100 }],
  ['unpaid-here', { ...ours, paid: false, amountFen: 99 }, { oursFen: 99, theirsFen: 100 }],
  ['amount', { ...ours, amountFen: 99 }, { oursFen: 99, theirsFen: 100 }],
])('%s when ours is %j', (kind, own, amounts) => {
  expect(differenceOf(theirs, own)).toEqual({ kind, attemptNo: 'P1', ...amounts });
});

it('what is not on the bill is missing there', () => {
  expect(missingThere(ours)).toEqual({ kind: 'missing-there', attemptNo: 'P1', oursFen: 100, theirsFen: null });
});

it.each([
  ['2026-11-25', false],
  ['2026-11-24', false],
  ['2026-11-23', true],
  ['2026-08-24', true],
  ['2026-08-23', false],
])('on 24 November, %s may be reconciled: %s', (text, may) => {
  expect(mayBeReconciled(day(text), day('2026-11-24'))).toBe(may);
});

it('a day is due at half past ten of the next', () => {
  expect(isDueAt(day('2026-11-23'))).toEqual(new Date('2026-11-24T02:30:00.000Z'));
});

it('a day that fails is tried again after longer and longer, at most for a day, then only when somebody asks', () => {
  const now = new Date(0);
  const minutes = [1, 2, 3, 4, 5, 23].map((tries) => (nextTryAfter(tries, now)?.getTime() ?? 0) / 60_000);
  expect(minutes).toEqual([1, 5, 15, 30, 60, 60]);
  expect(nextTryAfter(24, now)).toBeNull();
});
