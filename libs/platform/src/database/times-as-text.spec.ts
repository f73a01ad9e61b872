import fc from 'fast-check';
import { format } from 'mysql2';
import { timesAsText } from './times-as-text.js';

describe('times as text', () => {
  const sent = (values: readonly unknown[]) => format('?, ?, ?', [...values] as never, false, 'Z');

  it('are what the driver writes, in any year, and whatever else is in the list', () => {
    const other = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
    const property = fc.property(fc.date({ noInvalidDate: false }), other, fc.date(), (one, between, two) => {
      const values = [one, between, two];
      for (let times = 0; times < 2; times++) expect(sent(timesAsText(values))).toBe(sent(values));
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('are the values themselves where there is none', () => {
    const values = ['a', 1, null];
    expect(timesAsText(values)).toBe(values);
  });
});
