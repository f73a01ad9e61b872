import { median } from './measure.mjs';

/** Of how many times its beginning something may be at its end, and how much more besides. */
const LIMITS = {
  memory: { times: 1.15, plus: 10 },
  // The generator's connections among them, which come and go.
  handles: { times: 1.1, plus: 30 },
  outboxAge: { times: 1, plus: 5 },
  p99: { times: 1.5, plus: 20 },
};

/** What grew from the second fifth (the first warms up) to the last fifth of the samples, a line each. */
export function growth(samples, names = Object.keys(LIMITS)) {
  const fifth = Math.max(1, Math.floor(samples.length / 5));
  const [early, late] = [samples.slice(fifth, 2 * fifth), samples.slice(-fifth)];
  const of = (part, name) => median(part.map((sample) => sample[name]));
  return names.flatMap((name) => {
    const { times, plus } = LIMITS[name];
    const [from, to] = [of(early, name), of(late, name)];
    return to > from * times + plus ? [`${name} grew from ${from.toFixed(1)} to ${to.toFixed(1)}`] : [];
  });
}
