import { DomainError } from './domain-error.js';

export class MoneyOutOfRange extends DomainError {
  constructor() {
    super({ code: 400, kind: 'invalid', zh: '金额超出范围', en: 'The amount is out of range' });
  }
}

/** An amount in integer fen (0.01 CNY), never negative, never beyond what a double holds exactly. */
export class Money {
  static readonly zero = new Money(0);

  private constructor(readonly fen: number) {}

  /** @throws MoneyOutOfRange for fractions, negatives and amounts above 2^53 - 1 */
  static ofFen(fen: number): Money {
    if (!Number.isSafeInteger(fen) || fen < 0) throw new MoneyOutOfRange();
    return new Money(fen);
  }

  static sum(amounts: Iterable<Money>): Money {
    let total = Money.zero;
    for (const amount of amounts) total = total.plus(amount);
    return total;
  }

  plus(other: Money): Money {
    return Money.ofFen(this.fen + other.fen);
  }

  /** @throws MoneyOutOfRange when `other` is larger */
  minus(other: Money): Money {
    return Money.ofFen(this.fen - other.fen);
  }

  times(count: number): Money {
    return Money.ofFen(this.fen * count);
  }

  equals(other: Money): boolean {
    return this.fen === other.fen;
  }

  isMoreThan(other: Money): boolean {
    return this.fen > other.fen;
  }

  isAtLeast(other: Money): boolean {
    return this.fen >= other.fen;
  }
}
