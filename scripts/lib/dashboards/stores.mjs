import { dashboard, graph, quantile, rate } from './panels.mjs';

/** What requests wait for: the database, the caches, each other, background jobs. */
export const stores = dashboard('jishi-stores', 'Jishi: database and cache', [
  [
    'Database',
    [
      graph('Connections', 'none', [
        ['{{instance}} {{server}} {{state}}', 'sum by (instance, server, state) (db_pool_connections{job="jishi"})'],
        ['{{instance}} {{server}} at most', 'sum by (instance, server) (db_pool_max_connections{job="jishi"})'],
      ]),
      graph('Callers waiting for a connection', 'none', [
        ['{{instance}} {{server}}', 'sum by (instance, server) (db_pool_waiting_requests{job="jishi"})'],
      ]),
      graph('Wait for a connection', 's', [
        ['{{server}} P50', quantile(0.5, 'db_pool_wait_seconds', { by: 'server' })],
        ['{{server}} P99', quantile(0.99, 'db_pool_wait_seconds', { by: 'server' })],
      ]),
      graph('Slow statements', 'ops', [['slow', rate('db_slow_queries_total')]]),
      graph('Database not there', 'ops', [['unavailable', rate('db_unavailable_total')]]),
      graph('Lists, by where they are read', 'ops', [['{{from}}', rate('db_list_reads_total', { by: 'from' })]]),
      graph('Replicas: behind at most', 's', [
        ['{{instance}} {{server}}', 'max by (instance, server) (db_replica_lag_seconds{job="jishi"})'],
      ]),
    ],
  ],
  [
    'Cache',
    [
      graph('Hits', 'percentunit', [
        [
          '{{cache}} {{level}}',
          `${rate('cache_requests_total', { by: 'cache, level', where: ',result="hit"' })} / ${rate('cache_requests_total', { by: 'cache, level' })}`,
        ],
      ]),
      graph('Look-ups', 'ops', [
        ['{{cache}} {{level}} {{result}}', rate('cache_requests_total', { by: 'cache, level, result' })],
      ]),
      graph('Redis answers', 'none', [['{{instance}}', 'redis_up{job="jishi"}']]),
    ],
  ],
  [
    'Gathering and jobs',
    [
      graph('Gathered into one transaction', 'none', [
        ['{{gathering}} P50', quantile(0.5, 'gathering_batch_size', { by: 'gathering' })],
        ['{{gathering}} P99', quantile(0.99, 'gathering_batch_size', { by: 'gathering' })],
      ]),
      graph('Waiting in line', 'none', [['{{gathering}}', 'sum by (gathering) (gathering_waiting{job="jishi"})']]),
      // Prometheus calls the metric's own label `job` exported_job.
      graph('Jobs, P99', 's', [
        ['{{exported_job}} {{outcome}}', quantile(0.99, 'job_duration_seconds', { by: 'exported_job, outcome' })],
      ]),
    ],
  ],
]);
