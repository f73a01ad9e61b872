const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** WeChat Pay's own schedule of repeated notifications (APIv3): whoever asks along it knows no later than they tell. */
const PAUSES = [
  15 * SECOND,
  15 * SECOND,
  30 * SECOND,
  3 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  3 * HOUR,
  3 * HOUR,
  6 * HOUR,
];

const LONGEST_PAUSE = 6 * HOUR;

/** When to ask the provider again what became of something, after it has been asked `checks` times. */
export function nextCheckAfter(checks: number, now: Date): Date {
  return new Date(now.getTime() + (PAUSES[checks] ?? LONGEST_PAUSE));
}

/** Nothing is put off for longer than this: what is, was dated by a clock that has been set back since, and is due. */
export function latestCheck(now: Date): Date {
  return new Date(now.getTime() + LONGEST_PAUSE);
}
