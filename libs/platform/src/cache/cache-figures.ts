import { metrics } from '#platform/observability';

const requests = metrics.counter({
  name: 'cache_requests_total',
  help: 'Looks at a copy: in this process, or in the cache behind it (shared: Redis, or without one a memory); a miss had to be fetched further on',
  labels: ['cache', 'level', 'result'],
});

interface Looks {
  inc(count?: number): void;
}

/** Hits and misses of a cache, by the name operators know it by. */
export function looksAt(cache: string, level: 'process' | 'shared'): { readonly hits: Looks; readonly misses: Looks } {
  return { hits: requests.labels(cache, level, 'hit'), misses: requests.labels(cache, level, 'miss') };
}
