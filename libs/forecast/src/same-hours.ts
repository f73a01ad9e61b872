import { DAY, type Loads, type Model, WEEK } from './model.js';
import { isKnown, median } from './statistics.js';

/** Loads of the same hour of earlier weeks, the latest first: `WEEK` before and before that. */
function sameHours(past: Loads, hour: number, period = WEEK): number[] {
  const known: number[] = [];
  for (let at = hour - period; at >= 0; at -= period) {
    const load = past[at];
    if (isKnown(load)) known.push(load);
  }
  return known;
}

/** The median of the same hour in the latest weeks; of an hour that no week knows, of that hour of the day. */
const ofWeeks = (name: string, weeks: number): Model => ({
  name,
  learn: () => (past, hours) =>
    Array.from({ length: hours }, (_, step) => {
      const hour = past.length + step;
      const same = sameHours(past, hour).slice(0, weeks);
      const daily = same.length > 0 ? same : sameHours(past, hour, DAY);
      return daily.length > 0 ? median(daily) : median([0, ...past.filter(isKnown)]);
    }),
});

/** As a week before: what every other model is held against. */
export const seasonalNaive = ofWeeks('seasonal-naive', 1);

/** One week that was different does not move it; a season that changed does, from its third week on. */
export const weeklyMedian = ofWeeks('weekly-median', 4);
