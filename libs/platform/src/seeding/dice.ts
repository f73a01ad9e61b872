/** Chance that can be repeated: the same seed throws the same. Not for secrets. */
export class Dice {
  private state: number;

  constructor(private readonly seed: number) {
    this.state = seed >>> 0;
  }

  /** Dice of their own for one purpose, so that what is thrown for it does not depend on what else is. */
  for(purpose: string): Dice {
    let hash = 0x811c9dc5 ^ this.seed;
    for (const character of purpose) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
    return new Dice(hash);
  }

  /** At least 0 and less than 1: mulberry32, a generator of 32 bits of state by Tommy Ettinger. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** An integer, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[Math.floor(this.next() * list.length)];
    if (picked === undefined) throw new RangeError('Nothing to pick from');
    return picked;
  }

  digits(count: number): string {
    return Array.from({ length: count }, () => this.between(0, 9)).join('');
  }

  /** @param most is `least` where it comes before it */
  time(least: Date, most: Date): Date {
    return new Date(least.getTime() + Math.floor(this.next() * Math.max(0, most.getTime() - least.getTime())));
  }
}
