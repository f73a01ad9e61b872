import { atLeast, type Figures, judge } from '../../deploy/release.d/verdict.mjs';

const figures = (requests: number | null, failures: number | null, slow: number | null = 0): Figures => ({
  requests,
  failures,
  timed: requests,
  slow,
});
const verdict = (
  canary: Figures,
  stable: Figures,
  { up = 1, minimum = 200 }: { up?: number | null; minimum?: number } = {},
) => judge({ canary: { ...canary, up }, stable }, minimum).verdict;

describe('a canary is', () => {
  it.each([
    ['good when neither fails', figures(1_000, 0), figures(9_000, 0), 'good'],
    ['good when both fail a little', figures(1_000, 4), figures(9_000, 36), 'good'],
    ['good when it fails less than twice as often', figures(10_000, 150), figures(90_000, 800), 'good'],
    ['good when chance explains that it fails more', figures(1_000, 5), figures(1_000, 1), 'good'],
    ['good with four failures of its own, whatever the odds', figures(1_000, 4), figures(99_000, 0), 'good'],
    ['worse when it fails and stable does not', figures(1_000, 20), figures(9_000, 0), 'worse'],
    ['worse when it fails much more often', figures(1_000, 30), figures(9_000, 45), 'worse'],
    ['worse with a handful of requests, if all of them fail', figures(8, 8), figures(900, 1), 'worse'],
    ['worse when it is slow', figures(1_000, 0, 100), figures(9_000, 0, 90), 'worse'],
    ['worse when all of it is slow, though half of stable is', figures(200, 0, 200), figures(400, 0, 200), 'worse'],
    ['nobody knows while stable is slow as well', figures(1_000, 0, 150), figures(9_000, 0, 1_200), 'inconclusive'],
    ['nobody knows while both fail much', figures(1_000, 700), figures(9_000, 3_600), 'inconclusive'],
    ['worse when it fails, though stable is ill', figures(1_000, 400), figures(9_000, 300), 'worse'],
    ['nobody knows while it has too few requests', figures(199, 0), figures(9_000, 0), 'inconclusive'],
    ['nobody knows while stable has too few requests', figures(1_000, 0), figures(199, 0), 'inconclusive'],
    ['nobody knows while stable is ill', figures(1_000, 20), figures(9_000, 300), 'inconclusive'],
    ['nobody knows while nothing is asked', figures(0, 0), figures(0, 0), 'inconclusive'],
    [
      'nobody knows what all of them fail at, if stable is asked nothing',
      figures(50, 50),
      figures(0, 0),
      'inconclusive',
    ],
  ] as const)('%s', (_, canary, stable, expected) => {
    expect(verdict(canary, stable)).toBe(expected);
  });

  it('worse when none of its servers is up, whatever else is known', () => {
    expect(verdict(figures(1_000, 0), figures(9_000, 0), { up: 0 })).toBe('worse');
    expect(verdict(figures(null, null, null), figures(null, null, null), { up: 0 })).toBe('worse');
  });

  it.each(['requests', 'failures', 'timed', 'slow'] as const)('never good while %s are not known', (name) => {
    for (const side of ['canary', 'stable'] as const) {
      const known = { canary: figures(1_000, 0), stable: figures(9_000, 0) };
      const lacking = { ...known, [side]: { ...known[side], [name]: null } };
      expect(verdict(lacking.canary, lacking.stable)).toBe('inconclusive');
    }
    expect(verdict(figures(1_000, 0), figures(9_000, 0), { up: null })).toBe('inconclusive');
  });
});

describe('the chance that so many bad requests hit the canary', () => {
  it.each([
    [0, 10, 0.5, 1],
    [10, 10, 0.5, 1 / 1024],
    [9, 10, 0.5, 11 / 1024],
    [1, 1, 0.1, 0.1],
    [5, 100, 0.01, 0.003_432],
  ])('at least %d of %d at a share of %d is %d', (k, n, share, chance) => {
    expect(atLeast(k, n, share)).toBeCloseTo(chance, 5);
  });

  it('stays a number for a busy shop', () => {
    expect(atLeast(50_500, 100_000, 0.5)).toBeCloseTo(0.000_79, 4);
    expect(atLeast(60_000, 100_000, 0.5)).toBeLessThan(1e-100);
  });
});
