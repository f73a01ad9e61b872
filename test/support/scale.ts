import { randomInt } from 'node:crypto';

/** Whether this is `npm run test:faults`, and not `npm test`, where everything is shortened. */
const isLong = process.env['FAULT_SCALE'] === 'long';

/** What everything generated follows from: SEED makes the same run again. */
export const seed = Number(process.env['SEED'] || randomInt(2 ** 31));

/** How much of something a test does. */
export function scaled({ short, long }: { readonly short: number; readonly long: number }): number {
  return isLong ? long : short;
}

/** For a test's name: how the same run is made again. */
export const replay = `SEED=${seed}`;
