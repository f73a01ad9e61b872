import { LRUCache } from 'lru-cache';
import type { Milliseconds } from '#platform/config';

export interface BriefCopiesOptions<T> {
  /** How long a copy is answered without a further thought; spread by a tenth, so that copies made together do not age together. */
  readonly fresh: Milliseconds;
  /** While somebody reads anew, the others are answered with a copy up to this age, the time it took to read it included. */
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
 * Copies that live in this process for a second or so, in front of a database that many ask the same of. One caller at a
 * time reads a value anew and waits for it. What was read, or began to be read, before `clear` is given to nobody who asks
 * after it.
 */
export class BriefCopies<T> {
  private readonly copies: LRUCache<string, Copy<T>>;
  private readonly flights = new Map<string, Promise<T>>();

  constructor(
    private readonly options: BriefCopiesOptions<T>,
    private readonly now: () => Milliseconds = () => performance.now(),
    private readonly random: () => number = Math.random,
  ) {
    const { most, largest, sizeOf } = options;
    const sizeCalculation = ({ value }: Copy<T>, key: string) => key.length + sizeOf(value);
    this.copies = new LRUCache({ max: most, maxSize: largest, sizeCalculation });
  }

  /** A copy that may be answered now; undefined where it has to be read. Costs no more than a look. */
  peek(key: string): T | undefined {
    const copy = this.copies.get(key);
    if (!copy) return undefined;
    const now = this.now();
    if (now < copy.freshUntil) return copy.value;
    return this.flights.has(key) && now - copy.readAt < this.options.oldest ? copy.value : undefined;
  }

  /** The copy, or what `load` gives; who asks meanwhile shares it. @throws whatever `load` throws, and keeps nothing then */
  async find(key: string, load: () => Promise<T>): Promise<T> {
    const copy = this.peek(key);
    if (copy !== undefined) return copy;
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
        const freshUntil = readAt + this.options.fresh * (1 + JITTER * (2 * this.random() - 1));
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
