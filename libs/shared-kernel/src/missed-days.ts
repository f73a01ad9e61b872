import type { BeijingDay } from './beijing-day.js';

/** Days that are made up for when nobody was there at their time. */
const CATCH_UP = 7;

/** What is done for each day, by itself, as far as it was done. */
export interface DoneByDay {
  /** The earliest day it was ever done for; null: none was. */
  earliest(): Promise<BeijingDay | null>;
  /** Days from this one on it was done for, as their texts. */
  daysFrom(day: BeijingDay): Promise<ReadonlySet<string>>;
}

/** Days up to `yesterday` it was not done for, the earliest first. A shop that has just begun has none to make up for. */
export async function missedDays(done: DoneByDay, yesterday: BeijingDay): Promise<readonly BeijingDay[]> {
  const days = Array.from({ length: CATCH_UP }, (_, ago) => yesterday.plus(-ago)).reverse();
  const [first = yesterday] = days;
  const begun = (await done.earliest()) ?? yesterday;
  const known = await done.daysFrom(first);
  return days.filter(({ text }) => text >= begun.text && !known.has(text));
}
