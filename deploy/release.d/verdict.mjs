/** Chance at which a difference counts as none of chance's. It is looked at many times in a step, so it is small. */
const SIGNIFICANCE = 0.001;
/** As in the alert CanaryWorse: this many times as often as stable, and at least so many. */
const TIMES = 2;
const FAILURES = 5;
/** When more of stable's requests fail than in HighErrorRatio, or one in ten is slow, there is nothing to compare with. */
const STABLE_IS_ILL = 0.01;
const STABLE_IS_SLOW = 0.1;

/**
 * @param figures of figures.mjs
 * @param minimum requests that each side must have had
 * @returns {{ verdict: 'good' | 'worse' | 'inconclusive', reason: string }}
 */
export function judge({ canary, stable }, minimum) {
  const is = (verdict, reason) => ({ verdict, reason });
  if (canary.up === 0) return is('worse', 'no server of the canary is up');
  if (isWorse(byRate, canary.failures, canary.requests, stable.failures, stable.requests))
    return is('worse', `fails ${compared(canary.failures, canary.requests, stable.failures, stable.requests)}`);
  if (isWorse(byOdds, canary.slow, canary.timed, stable.slow, stable.timed))
    return is('worse', `is slow ${compared(canary.slow, canary.timed, stable.slow, stable.timed)}`);
  if (Object.values({ ...canary, ...named(stable) }).includes(null))
    return is('inconclusive', 'Prometheus does not have all figures');
  const fewest = Math.min(canary.requests, canary.timed, stable.requests, stable.timed);
  if (fewest < minimum) return is('inconclusive', `too few requests: ${fewest} of ${minimum}`);
  if (stable.failures > STABLE_IS_ILL * stable.requests)
    return is('inconclusive', `stable itself fails: ${percent(stable.failures, stable.requests)}`);
  if (stable.slow > STABLE_IS_SLOW * stable.timed)
    return is('inconclusive', `stable itself is slow: ${percent(stable.slow, stable.timed)}`);
  return is('good', `fails ${compared(canary.failures, canary.requests, stable.failures, stable.requests)}`);
}

/**
 * How many times as bad. When the database is away both fail much, the canary more: it has no traffic that is answered out of memory. Twice the rate is then not
 * reached, and shall not be. How slow they are is compared on the same routes: there twice the odds will do, also where half of stable is slow.
 */
const byRate = (bad, all, otherBad, otherAll) => bad * otherAll > TIMES * otherBad * all;
const byOdds = (bad, all, otherBad, otherAll) => bad * (otherAll - otherBad) > TIMES * otherBad * (all - bad);

/** Whether `bad` of `all` is worse than `otherBad` of `otherAll`: by much, and hardly by chance. */
function isWorse(muchWorse, bad, all, otherBad, otherAll) {
  if ([bad, all, otherBad, otherAll].includes(null) || otherAll === 0 || bad < FAILURES) return false;
  if (!muchWorse(bad, all, otherBad, otherAll)) return false;
  return atLeast(bad, bad + otherBad, all / (all + otherAll)) < SIGNIFICANCE;
}

/**
 * The chance that at least `k` of `n` bad requests hit the canary, if each hits it with the canary's share of all requests: the exact test
 * of two rates, conditional on how many were bad (Przyborowski and Wilenski, 1940).
 */
export function atLeast(k, n, share) {
  let chance = 0;
  for (let i = k, log = logChance(k, n, share); i <= n; i++) {
    chance += Math.exp(log);
    log += Math.log((n - i) / (i + 1)) + Math.log(share / (1 - share));
  }
  return Math.min(1, chance);
}

function logChance(k, n, share) {
  let log = k * Math.log(share) + (n - k) * Math.log(1 - share);
  for (let i = 1; i <= k; i++) log += Math.log((n - k + i) / i);
  return log;
}

const named = (stable) => Object.fromEntries(Object.entries(stable).map(([key, value]) => [`stable ${key}`, value]));
const percent = (part, all) => (all ? `${((100 * part) / all).toFixed(2)} %` : 'none');
const compared = (bad, all, otherBad, otherAll) =>
  `${bad} of ${all} (${percent(bad, all)}), stable ${otherBad} of ${otherAll} (${percent(otherBad, otherAll)})`;
