import { Histogram as LibraryHistogram } from 'prom-client';
import { addedUp, countersOf, expositionOf, type Snapshot, snapshot } from '#platform/observability';
import { Metrics } from './metrics.js';

const told = async (metrics: Metrics): Promise<Snapshot> => (await metrics.families()).map((family) => family.get());

describe('the metrics of a process', () => {
  let metrics: Metrics;
  beforeEach(() => (metrics = new Metrics()));

  it('count from 0 on where there are no labels, and by combination of labels', async () => {
    metrics.counter({ name: 'plain_total', help: 'p' });
    const counter = metrics.counter({ name: 'made_total', help: 'm', labels: ['kind', 'outcome'] });
    counter.labels('a', 'ok').inc();
    counter.labels('a', 'ok').inc(4);
    counter.labels('b', 'ok').inc();
    expect(await told(metrics)).toMatchObject([
      { name: 'plain_total', type: 'counter', values: [{ labels: {}, value: 0 }] },
      {
        values: [
          { labels: { kind: 'a', outcome: 'ok' }, value: 5 },
          { labels: { kind: 'b', outcome: 'ok' }, value: 1 },
        ],
      },
    ]);
  });

  it('hold a histogram as the library would', async () => {
    const bounds = [0.1, 0.5, 1];
    const ours = metrics.histogram({ name: 'h_seconds', help: 'h', labels: ['job'] }, bounds);
    const theirs = new LibraryHistogram({
      name: 'h_seconds',
      help: 'h',
      labelNames: ['job'],
      buckets: bounds,
      registers: [],
    });
    for (const value of [0.1, 0.100001, 0.5, 0.7, 1, 30, 0]) {
      ours.labels('x').observe(value);
      theirs.labels('x').observe(value);
    }
    const text = await expositionOf([await told(metrics)]);
    const expected = (await theirs.get()).values.map(({ metricName, labels, value }) => [metricName, labels, value]);
    const lines = (await addedUp([await told(metrics)]))[0]?.values.map(({ metricName, labels, value }) => [
      metricName,
      { ...labels, ...(labels['le'] !== undefined && { le: labels['le'] === '+Inf' ? '+Inf' : Number(labels['le']) }) },
      value,
    ]);
    expect(lines).toEqual(expected);
    expect(text).toContain('h_seconds_bucket{job="x",le="0.5"} 4');
  });

  it('ask a gauge when somebody looks, and leave it out when there is no value', async () => {
    let value: number | null = 3;
    metrics.gauge({ name: 'g', help: 'g' }).readBy(() => value);
    expect(await told(metrics)).toMatchObject([{ values: [{ value: 3 }] }]);
    value = null;
    expect(await told(metrics)).toMatchObject([{ values: [] }]);
  });

  it('await what is to be read first, and are told without what could not be', async () => {
    const gauge = metrics.gauge({ name: 'g', help: 'g' });
    metrics.beforeTelling(() => Promise.reject(new Error('gone')));
    const reading = metrics.beforeTelling(async () => gauge.set(1));
    expect(await told(metrics)).toMatchObject([{ values: [{ value: 1 }] }]);
    gauge.clear();
    reading.stop();
    expect(await told(metrics)).toMatchObject([{ values: [] }]);
  });

  it('refuse a second metric of a name, and labels that are not the metric’s', () => {
    const counter = metrics.counter({ name: 'made_total', help: 'm', labels: ['kind'] });
    expect(() => metrics.gauge({ name: 'made_total', help: 'm' })).toThrow('declared twice');
    expect(() => counter.labels('a', 'b')).toThrow('made_total has the labels kind');
    expect(() => counter.inc()).toThrow(TypeError);
  });
});

describe('several processes', () => {
  async function processWith(figures: Readonly<Record<'sum' | 'min' | 'max', number>>): Promise<Snapshot> {
    const metrics = new Metrics();
    metrics
      .counter({ name: 'made_total', help: 'm', labels: ['kind'] })
      .labels('a')
      .inc(figures.sum);
    metrics.gauge({ name: 'worst', help: 'w', aggregator: 'min' }).set(figures.min);
    metrics.gauge({ name: 'shared', help: 's', aggregator: 'max' }).set(figures.max);
    return told(metrics);
  }

  it('are added up, but for what they share', async () => {
    const both = [await processWith({ sum: 2, min: 1, max: 7 }), await processWith({ sum: 3, min: 0, max: 9 })];
    expect(await expositionOf(both)).toBe(
      [
        '# HELP made_total m\n# TYPE made_total counter\nmade_total{kind="a"} 5',
        '# HELP worst w\n# TYPE worst gauge\nworst 0',
        '# HELP shared s\n# TYPE shared gauge\nshared 9\n',
      ].join('\n\n'),
    );
  });

  it('keep counting what one has counted that is gone', async () => {
    const gone = countersOf(await processWith({ sum: 2, min: 0, max: 99 }));
    const text = await expositionOf([await processWith({ sum: 3, min: 1, max: 9 }), await addedUp([gone])]);
    expect(text).toContain('made_total{kind="a"} 5');
    expect(text).toContain('shared 9');
  });
});

describe('the snapshot of this process', () => {
  it('survives JSON, which is how workers tell it', async () => {
    const taken = await snapshot();
    expect(JSON.parse(JSON.stringify(taken))).toEqual(taken);
    expect(taken.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['nodejs_gc_duration_seconds', 'process_start_time_seconds', 'metrics_processes']),
    );
    expect(await expositionOf([taken])).toContain('process_start_time_seconds ');
  });
});
