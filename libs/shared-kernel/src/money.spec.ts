import fc from 'fast-check';
import { Money, MoneyOutOfRange } from '#kernel';

const amount = fc.integer({ min: 0, max: 1_000_000_000_000 });

describe('Money', () => {
  it('adds up exactly, in any order', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 50 }), (fens) => {
        const amounts = fens.map((fen) => Money.ofFen(fen));
        const expected = fens.reduce((total, fen) => total + fen, 0);
        expect(Money.sum(amounts).fen).toBe(expected);
        expect(Money.sum(amounts.toReversed()).fen).toBe(expected);
      }),
    );
  });

  it('takes away what was added', () => {
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        expect(Money.ofFen(one).plus(Money.ofFen(other)).minus(Money.ofFen(other)).equals(Money.ofFen(one))).toBe(true);
      }),
    );
  });

  it('times a count is that many of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 50 }), (fen, count) => {
        const many = Array.from({ length: count }, () => Money.ofFen(fen));
        expect(Money.ofFen(fen).times(count).equals(Money.sum(many))).toBe(true);
      }),
    );
  });

  it('is exact or refused when a result leaves the range', () => {
    const any = fc.maxSafeNat();
    fc.assert(
      fc.property(any, any, (one, other) => {
        const exact = BigInt(one) + BigInt(other);
        const add = () => Money.ofFen(one).plus(Money.ofFen(other)).fen;
        if (exact <= BigInt(Number.MAX_SAFE_INTEGER)) expect(BigInt(add())).toBe(exact);
        else expect(add).toThrow(MoneyOutOfRange);
      }),
    );
  });

  it('compares amounts', () => {
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        expect(Money.ofFen(one).isMoreThan(Money.ofFen(other))).toBe(one > other);
        expect(Money.ofFen(one).isAtLeast(Money.ofFen(other))).toBe(one >= other);
      }),
    );
  });

  it.each([-1, 0.5, NaN, Infinity, 2 ** 53])('is never %p fen', (fen) => {
    expect(() => Money.ofFen(fen)).toThrow(MoneyOutOfRange);
  });

  it('never goes below zero', () => {
    expect(() => Money.ofFen(1).minus(Money.ofFen(2))).toThrow(MoneyOutOfRange);
    expect(() => Money.ofFen(1).times(-1)).toThrow(MoneyOutOfRange);
  });

  it('is not divided into fractions of a fen', () => {
    expect(() => Money.ofFen(1).times(0.5)).toThrow(MoneyOutOfRange);
  });

  it('is nothing when there is nothing to sum', () => {
    expect(Money.sum([]).equals(Money.zero)).toBe(true);
  });
});
