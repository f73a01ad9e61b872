import { LRUCache } from 'lru-cache';
import type { Milliseconds } from '#platform/config';
import { looksAt } from './cache-figures.js';
import { spread } from './spread.js';

export interface BriefCopiesOptions<T> {
  /** In the metrics. */
  readonly name: string;
  /** How long a copy is answered without a further thought; spread by a tenth, so that copies made together are not renewed together. */
  readonly fresh: Milliseconds;
  /** Up to this age, the time it took to read it included, a copy is answered while it is being renewed. */
  readonly oldest: Milliseconds;
  /** Copies at most, and the size of all of them together. */
  readonly most: number;
  readonly largest: number;
  readonly sizeOf: (value: T) => number;
}

interface Copy<T> {
  readonly value: T;
  /** When it began to be read, by the monotonic clock. */
  readonly readAt: Milliseconds;
  readonly freshUntil: Milliseconds;
}

const JITTER = 0.1;

/**
 * Copies that live in this process for a second or so, in front of a database that many ask the same of. Who meets a copy
 * that is no longer fresh has it renewed and does not wait for that; a value is read once at a time. What was read, or
 * began to be read, before `clear` is given to nobody who asks after it.
 */
export class BriefCopies<T> {
  private readonly copies: LRUCache<string, Copy<T>>;
  private readonly flights = new Map<string, Promise<T>>();
  private readonly looks;

  constructor(
    private readonly options: BriefCopiesOptions<T>,
    private readonly now: () => Milliseconds = () => performance.now(),
    private readonly random: () => number = Math.random,
  ) {
    const { name, most, largest, sizeOf } = options;
    this.looks = looksAt(name, 'process');
    const sizeCalculation = ({ value }: Copy<T>, key: string) => key.length + sizeOf(value);
    this.copies = new LRUCache({ max: most, maxSize: largest, sizeCalculation });
  }

  /** A copy that may be answered now, which `load` renews if need be; undefined where one would have to wait. */
  peek(key: string, load: () => Promise<T>): T | undefined {
    const copy = this.copies.get(key);
    if (!copy) return undefined;
    const now = this.now();
    if (now < copy.freshUntil) {
      this.looks.hits.inc();
      return copy.value;
    }
    if (now - copy.readAt >= this.options.oldest) return undefined;
    // One that fails is forgotten: who has to wait for the next will hear of it.
    if (!this.flights.has(key)) this.depart(key, load).catch(() => undefined);
    this.looks.hits.inc();
    return copy.value;
  }

  /** The copy, or what `load` gives; who asks meanwhile shares it. @throws whatever `load` throws, and keeps nothing then */
  async find(key: string, load: () => Promise<T>): Promise<T> {
    const copy = this.peek(key, load);
    if (copy !== undefined) return copy;
    this.looks.misses.inc();
    return this.flights.get(key) ?? this.depart(key, load);
  }

  /** Forgets everything. */
  clear(): void {
    this.copies.clear();
    this.flights.clear();
  }

  private depart(key: string, load: () => Promise<T>): Promise<T> {
    const readAt = this.now();
    const flight: Promise<T> = load().then(
      (value) => {
        const freshUntil = readAt + spread(this.options.fresh, JITTER, this.random());
        if (this.land(key, flight)) this.copies.set(key, { value, readAt, freshUntil });
        return value;
      },
      (error: unknown) => {
        this.land(key, flight);
        throw error;
      },
    );
    this.flights.set(key, flight);
    return flight;
  }

  /** False where `clear` has overtaken it. */
  private land(key: string, flight: Promise<T>): boolean {
    const isMine = this.flights.get(key) === flight;
    if (isMine) this.flights.delete(key);
    return isMine;
  }
}
