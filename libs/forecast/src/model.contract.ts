import * as fc from 'fast-check';
import { expectations } from './backtest.js';
import { HOURS } from './forecast.js';
import { DAY, type Loads, type Model, WEEK } from './model.js';
import { shopLoad } from './testing/shop-load.js';

/** What holds of every model, ours or one that is plugged in. @param runs of those that learn slowly fewer are enough */
export function modelContract(name: string, make: () => Model | Promise<Model>, runs = 30): void {
  describe(`${name}, as every model`, () => {
    const load = fc.option(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e6, noNaN: true })), { nil: null });
    const loads: fc.Arbitrary<Loads> = fc.array(load, { minLength: WEEK + DAY, maxLength: 2 * WEEK });

    it('expects a load for each hour and none below nothing, whatever came and however much of it is unknown', async () => {
      const model = await make();
      await fc.assert(
        fc.asyncProperty(loads, async (past) => {
          const learned = await model.learn(past);
          expect(() => expectations(learned, past, HOURS)).not.toThrow();
        }),
        { numRuns: runs },
      );
    });

    it('learns from a week alone, goes on from what came after, and leaves the past as it is', async () => {
      const model = await make();
      const past = Object.freeze(shopLoad({ weeks: 2, noise: 0.3 }));
      const learned = await model.learn(past.slice(0, WEEK));
      for (const length of [WEEK, WEEK + 5, 2 * WEEK]) {
        const first = expectations(learned, past.slice(0, length), HOURS);
        // It keeps nothing between two questions: the backtest asks for one hour after the other.
        expectations(learned, past, HOURS);
        expect(expectations(learned, past.slice(0, length), HOURS)).toEqual(first);
      }
    });
  });
}
