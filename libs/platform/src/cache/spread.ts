import type { Milliseconds } from '#platform/config';

/**
 * A lifetime of about `usual`, so that what was made together does not end together.
 * @param by the share of it by which it may be shorter or longer, 0 to 1
 * @param random 0 to 1
 */
export function spread(usual: Milliseconds, by: number, random: number): Milliseconds {
  return usual * (1 + by * (2 * random - 1));
}
