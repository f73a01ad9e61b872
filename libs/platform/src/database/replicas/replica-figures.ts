import { metrics } from '#platform/observability';

export const replicaUp = metrics.gauge({
  name: 'db_replica_up',
  help: 'Whether lists are read from this replica (1), or it is left out (0): it does not answer, or is too far behind; of several processes the worst',
  labels: ['server'],
  aggregator: 'min',
});
export const replicaLag = metrics.gauge({
  name: 'db_replica_lag_seconds',
  help: 'For how long at most the replica may lack what the primary has; it is looked at twice a second, so up to 1.2 says nothing. Absent before it is known',
  labels: ['server'],
  aggregator: 'max',
});
export const listReads = metrics.counter({
  name: 'db_list_reads_total',
  help: 'Lists that may be read from a replica, by where they were: replica, primary, or primary-instead, after a replica had failed',
  labels: ['from'],
});
