import { BeijingDay } from './beijing-day.js';

describe('a day of Beijing', () => {
  it.each([
    ['2026-11-22T15:59:59.999Z', '2026-11-22'],
    ['2026-11-22T16:00:00.000Z', '2026-11-23'],
    ['2026-11-23T15:59:59.999Z', '2026-11-23'],
    ['2026-11-23T16:00:00.000Z', '2026-11-24'],
  ])('%s is on %s', (at, text) => {
    expect(BeijingDay.of(new Date(at)).text).toBe(text);
  });

  it('begins at midnight there, ends with the next, and has its hours', () => {
    const day = BeijingDay.parse('2026-11-23');
    expect(day?.start).toEqual(new Date('2026-11-22T16:00:00.000Z'));
    expect(day?.end).toEqual(new Date('2026-11-23T16:00:00.000Z'));
    expect(day?.at(10, 30)).toEqual(new Date('2026-11-23T02:30:00.000Z'));
    expect(day?.hourOf(new Date('2026-11-22T16:59:59.999Z'))).toBe(0);
    expect(day?.hourOf(new Date('2026-11-23T15:00:00.000Z'))).toBe(23);
    expect(day?.timeOf(new Date('2026-11-22T16:59:59.999Z'))).toBe('00:59');
    expect(day?.plus(8).text).toBe('2026-12-01');
  });

  it.each(['', '2026-11-31', '2025-02-29', '2026-13-01', '2026-1-1', '20261123', '2026-11-23T00:00:00Z', '今天'])(
    '%j is none',
    (text) => {
      expect(BeijingDay.parse(text)).toBeNull();
      expect(() => BeijingDay.from(text)).toThrow(RangeError);
    },
  );

  it('29 February is one every four years', () => expect(BeijingDay.from('2028-02-29').text).toBe('2028-02-29'));
});
