import type { Milliseconds } from '#platform/config';

/** How the values of several processes become one; `sum` where it is not said otherwise. */
type Aggregator = 'sum' | 'min' | 'max' | 'first';

interface Description<L extends string> {
  /** As Prometheus names things: base units, `_total` for what only grows. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly L[];
  readonly aggregator?: Aggregator;
}

export interface Sample {
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the series, where it is not the family's. */
  readonly metricName?: string;
}

/** One metric with all its series, in the form prom-client writes out and adds up. */
export interface FamilySnapshot {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly aggregator: string;
  readonly values: readonly Sample[];
}

/** All that one process has to say. */
export type Snapshot = readonly FamilySnapshot[];

/**
 * One metric: a series for each combination of label values. A series is a few plain numbers: whoever is on a hot path
 * asks for it once, with `labels`, and keeps it. Label values come from the code, never from a request.
 */
abstract class Family<L extends string, S> {
  abstract readonly type: FamilySnapshot['type'];
  protected readonly series = new Map<string, { readonly labels: Readonly<Record<string, string>>; readonly of: S }>();

  constructor(readonly description: Description<L>) {}

  get name(): string {
    return this.description.name;
  }

  protected abstract make(): S;
  protected abstract samples(labels: Readonly<Record<string, string>>, series: S): Sample[];

  /** @param values in the order of the family's labels */
  labels(...values: readonly string[]): S {
    const key = values.join('\n');
    const known = this.series.get(key);
    if (known) return known.of;
    const { labels: names = [] } = this.description;
    if (values.length !== names.length)
      throw new TypeError(`${this.name} has the labels ${names.join(', ') || 'none'}`);
    const made = this.make();
    this.series.set(key, { labels: Object.fromEntries(names.map((name, at) => [name, values[at] ?? ''])), of: made });
    return made;
  }

  /** By this name prom-client asks for it. */
  get(): FamilySnapshot {
    const { name, help, aggregator = 'sum' } = this.description;
    const values = [...this.series.values()].flatMap(({ labels, of }) => this.samples(labels, of));
    return { name, help, type: this.type, aggregator, values };
  }
}

class CounterSeries {
  value = 0;

  inc(by = 1): void {
    this.value += by;
  }
}

export class Counter<L extends string = never> extends Family<L, CounterSeries> {
  readonly type = 'counter';

  constructor(description: Description<L>) {
    super(description);
    // A rate can be told from the first one on only where there was a 0 before it.
    if (!description.labels) this.labels();
  }

  inc(by?: number): void {
    this.labels().inc(by);
  }

  protected make(): CounterSeries {
    return new CounterSeries();
  }

  protected samples(labels: Sample['labels'], { value }: CounterSeries): Sample[] {
    return [{ labels, value }];
  }
}

class GaugeSeries {
  private read: () => number | null = () => null;

  set(value: number): void {
    this.read = () => value;
  }

  /** Asked when somebody looks; null: there is no such value at the moment. */
  readBy(read: () => number | null): void {
    this.read = read;
  }

  get value(): number | null {
    return this.read();
  }
}

export class Gauge<L extends string = never> extends Family<L, GaugeSeries> {
  readonly type = 'gauge';

  set(value: number): void {
    this.labels().set(value);
  }

  readBy(read: () => number | null): void {
    this.labels().readBy(read);
  }

  /** Nothing is known of it any more. */
  clear(): void {
    this.series.clear();
  }

  protected make(): GaugeSeries {
    return new GaugeSeries();
  }

  protected samples(labels: Sample['labels'], { value }: GaugeSeries): Sample[] {
    return value === null ? [] : [{ labels, value }];
  }
}

class HistogramSeries {
  /** How many fell into each bucket, and into none of them; not yet added up. */
  readonly counts: number[];
  sum = 0;

  constructor(private readonly bounds: readonly number[]) {
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    let at = 0;
    while (at < this.bounds.length && value > (this.bounds[at] as number)) at++;
    (this.counts[at] as number)++;
    this.sum += value;
  }
}

export class Histogram<L extends string = never> extends Family<L, HistogramSeries> {
  readonly type = 'histogram';

  /** @param bounds upper ends of the buckets, growing, in the unit of the name */
  constructor(
    description: Description<L>,
    private readonly bounds: readonly number[],
  ) {
    super(description);
    if (!description.labels) this.labels();
  }

  observe(value: number): void {
    this.labels().observe(value);
  }

  protected make(): HistogramSeries {
    return new HistogramSeries(this.bounds);
  }

  protected samples(labels: Sample['labels'], { counts, sum }: HistogramSeries): Sample[] {
    let count = 0;
    const buckets = counts.map((within, at) => {
      const le = this.bounds[at] === undefined ? '+Inf' : `${this.bounds[at]}`;
      return { metricName: `${this.name}_bucket`, labels: { ...labels, le }, value: (count += within) };
    });
    return [
      ...buckets,
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: count },
    ];
  }
}

type AnyFamily = Counter<string> | Gauge<string> | Histogram<string>;

/** The metrics of a process. Whoever has figures declares them here, beside the code that knows them. */
export class Metrics {
  private readonly declared = new Map<string, AnyFamily>();
  private readonly readers = new Set<() => Promise<void>>();

  counter<L extends string = never>(description: Description<L>): Counter<L> {
    return this.declare(new Counter(description));
  }

  gauge<L extends string = never>(description: Description<L>): Gauge<L> {
    return this.declare(new Gauge(description));
  }

  /** @param bounds upper ends of the buckets, growing, in the unit of the name */
  histogram<L extends string = never>(description: Description<L>, bounds: readonly number[]): Histogram<L> {
    return this.declare(new Histogram(description, bounds));
  }

  /** `read` is awaited each time before the figures are told; one that fails does not keep the others from being told. */
  beforeTelling(read: () => Promise<void>): { stop(): void } {
    this.readers.add(read);
    return { stop: () => void this.readers.delete(read) };
  }

  async families(): Promise<readonly AnyFamily[]> {
    await Promise.allSettled([...this.readers].map((read) => read()));
    return [...this.declared.values()];
  }

  private declare<F extends AnyFamily>(family: F): F {
    if (this.declared.has(family.name)) throw new Error(`${family.name} is declared twice`);
    this.declared.set(family.name, family);
    return family;
  }
}

/** Those of this process: it has one set of figures, as it has one standard output. */
export const metrics = new Metrics();

/** What is read before figures are told takes no longer, or is left out: somebody waits for all of them, and most need no reading. */
export const LONGEST_READING: Milliseconds = 1_000;

/** Seconds, from an answer out of memory to what nobody waits for any more. */
export const LATENCY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.8, 1, 2.5, 5] as const;
