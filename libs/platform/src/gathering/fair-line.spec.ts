import fc from 'fast-check';
import { FairLine } from './fair-line.js';

describe('a fair line', () => {
  const lineOf = (...waiting: readonly string[]) => {
    const line = new FairLine<string>();
    for (const one of waiting) line.join(one.charAt(0), one);
    return line;
  };

  it('serves those who ask for one thing each in the order in which they came', () => {
    expect(lineOf('a1', 'b1', 'c1').take(3)).toEqual(['a1', 'b1', 'c1']);
  });

  it('lets owners take turns, and each of them have its own in the order of asking', () => {
    const line = lineOf('a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'c2');
    expect(line.take(2)).toEqual(['a1', 'b1']);
    expect(line.take(4)).toEqual(['c1', 'a2', 'c2', 'a3']);
    expect(line.take(9)).toEqual(['a4']);
    expect(line.length).toBe(0);
  });

  it('lets go of whoever does not want to wait any longer', () => {
    const line = lineOf('a1', 'a2', 'b1', 'c1');
    expect(line.withdraw((one) => one.endsWith('1'))).toEqual(['a1', 'b1', 'c1']);
    expect([line.length, line.lengthOf('a'), line.lengthOf('b')]).toEqual([1, 1, 0]);
    expect(line.take(9)).toEqual(['a2']);
  });

  it('loses nobody, serves nobody twice, and never takes more than it is asked for', () => {
    const owner = fc.constantFrom('a', 'b', 'c', 'd');
    const property = fc.property(
      fc.array(fc.oneof(owner, fc.integer({ min: 1, max: 5 })), { maxLength: 60 }),
      (steps) => {
        const line = new FairLine<string>();
        const joined: string[] = [];
        const served: string[] = [];
        for (const step of steps) {
          if (typeof step === 'number') {
            const taken = line.take(step);
            expect(taken.length).toBe(Math.min(step, joined.length - served.length));
            served.push(...taken);
          } else {
            joined.push(`${step}${joined.length}`);
            line.join(step, joined.at(-1) ?? '');
          }
          expect(line.length).toBe(joined.length - served.length);
        }
        served.push(...line.take(joined.length + 1));
        expect(served.toSorted()).toEqual(joined.toSorted());
        for (const one of ['a', 'b', 'c', 'd']) {
          const own = (all: readonly string[]) => all.filter((name) => name.startsWith(one));
          expect(own(served)).toEqual(own(joined));
        }
      },
    );
    fc.assert(property);
  });
});
