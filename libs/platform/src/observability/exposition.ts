import type { Metric, Registry } from 'prom-client';
import { metrics, type Snapshot } from './metrics.js';

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Added up, as everything is. */
metrics.gauge({ name: 'metrics_processes', help: 'Processes whose figures are all in this answer' }).set(1);

/** Counted by who supervises workers; elsewhere there are none. */
export const silentWorkers = metrics.counter({
  name: 'metrics_silent_workers_total',
  help: 'Answers to GET /metrics that lack the gauges of a worker, which did not tell its figures within 3 s',
});

let registry: Promise<Registry> | null = null;

/** What Node says of this process is counted from the first time on that somebody asks: who is never asked loads nothing. */
async function ofThisProcess(): Promise<Registry> {
  const { collectDefaultMetrics, Registry } = await import('prom-client');
  const made = new Registry();
  collectDefaultMetrics({ register: made });
  // 292 years whenever somebody asks before the next measurement, and of no use to anybody afterwards.
  made.removeSingleMetric('nodejs_eventloop_lag_min_seconds');
  return made;
}

/** Whether anybody has asked for the figures of this process. */
export function isWatched(): boolean {
  return registry !== null;
}

/** What this process has to say at the moment. */
export async function snapshot(): Promise<Snapshot> {
  const all = await (registry ??= ofThisProcess());
  for (const family of await metrics.families()) {
    // The library asks a metric for its name and `get()`, and for nothing else.
    if (!all.getSingleMetric(family.name)) all.registerMetric(family as unknown as Metric);
  }
  const families = (await all.getMetricsAsJSON()) as unknown as Snapshot;
  return families.map(({ aggregator, values, ...family }) => ({
    ...family,
    // What the library leaves out where processes are added up is when they started: the last of them counts.
    aggregator: aggregator === 'omit' ? 'max' : aggregator,
    // NaN, of which there is no JSON, is what the event loop's delay is before it has been measured once.
    values: values.filter(({ value }) => Number.isFinite(value)),
  }));
}

/** Several processes as one. */
export async function addedUp(snapshots: readonly Snapshot[]): Promise<Snapshot> {
  return (await (await registryOf(snapshots)).getMetricsAsJSON()) as unknown as Snapshot;
}

/** In Prometheus' text format, version 0.0.4. */
export async function expositionOf(snapshots: readonly Snapshot[]): Promise<string> {
  return (await registryOf(snapshots)).metrics();
}

/** Without what is true only while a process lives. */
export function countersOf(snapshot: Snapshot): Snapshot {
  return snapshot.filter(({ type }) => type !== 'gauge');
}

async function registryOf(snapshots: readonly Snapshot[]): Promise<Registry> {
  const { AggregatorRegistry } = await import('prom-client');
  return AggregatorRegistry.aggregate(snapshots as unknown as object[]);
}
