import { DAY, WEEK } from '../model.js';

/** Requests per second by the hour of the day in Beijing: mornings, a lunch break, evenings. */
const SHAPE = [9, 5, 3, 2, 2, 4, 9, 18, 27, 34, 40, 46, 58, 50, 41, 39, 41, 44, 50, 63, 78, 74, 47, 22];

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface ShopLoad {
  readonly weeks: number;
  /** Share by which an hour may be off, up or down. */
  readonly noise?: number;
  /** A sale: each week at this hour (0–167, Monday midnight is 0), so many times the usual load. */
  readonly peak?: { readonly hour: number; readonly times: number };
  /** From this hour on people come six hours later, and half as many again. */
  readonly changesAt?: number;
  /** By how much each week is above the one before. */
  readonly growth?: number;
  readonly seed?: number;
}

/** What a shop might see: days, weekends with a third more, a sale each week, growth, luck that lasts some hours. */
export function shopLoad({ weeks, noise = 0, peak, changesAt = Infinity, growth = 0, seed = 1 }: ShopLoad): number[] {
  const random = randomNumbers(seed);
  let luck = 0;
  return Array.from({ length: weeks * WEEK }, (_, hour) => {
    const isNew = hour >= changesAt;
    const usual = (SHAPE[(hour + (isNew ? DAY - 6 : 0)) % DAY] ?? 0) * (isNew ? 1.5 : 1);
    const weekend = Math.floor((hour % WEEK) / DAY) >= 5 ? 4 / 3 : 1;
    const sale = peak && hour % WEEK === peak.hour ? peak.times : 1;
    luck = 0.8 * luck + 0.6 * noise * (2 * random() - 1);
    const noisy = 1 + luck + noise * (2 * random() - 1);
    return Math.max(usual * weekend * sale * (1 + (growth * hour) / WEEK) * noisy, 0);
  });
}
