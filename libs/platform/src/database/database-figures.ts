import type { Pool, PoolConnection } from 'mysql2';
import type { DataSource } from 'typeorm';
import { LATENCY_BUCKETS, metrics } from '#platform/observability';
import { isDatabaseUnavailable } from '#platform/database-failures';

const connections = metrics.gauge({
  name: 'db_pool_connections',
  help: 'Connections to MySQL (server: primary, or the address of a replica): in use (those being opened included), or idle in the pool',
  labels: ['server', 'state'],
});
const most = metrics.gauge({
  name: 'db_pool_max_connections',
  help: 'Connections a pool may have at most, in all processes together: to the primary DATABASE_POOL_MAX each',
  labels: ['server'],
});
const waiting = metrics.gauge({
  name: 'db_pool_waiting_requests',
  help: 'Statements and transactions that wait for a connection of the pool',
  labels: ['server'],
});
const waits = metrics.histogram(
  {
    name: 'db_pool_wait_seconds',
    help: 'From asking the pool for a connection to having one, or to being refused; opening one is part of it',
    labels: ['server'],
  },
  LATENCY_BUCKETS,
);
const unavailable = metrics.counter({
  name: 'db_unavailable_total',
  help: 'Statements, and waits for a connection, that failed because the primary did not answer, in time or at all; its callers hear 503',
});
export const slowQueries = metrics.counter({
  name: 'db_slow_queries_total',
  help: 'Statements that took longer than DATABASE_SLOW_QUERY_MS',
});

/** What mysql2 keeps for itself; a test notices when it keeps it elsewhere. */
interface Inside {
  readonly _allConnections: { readonly length: number };
  readonly _freeConnections: { readonly length: number };
  readonly _connectionQueue: { readonly length: number };
}

/** Its events say nothing of connections that are destroyed, so it is looked into rather than listened to. */
export function watchPool(pool: Pool, poolMax: number, server: string): void {
  const { _allConnections: all, _freeConnections: free, _connectionQueue: queue } = pool as unknown as Inside;
  connections.labels(server, 'in_use').readBy(() => all.length - free.length);
  connections.labels(server, 'idle').readBy(() => free.length);
  waiting.labels(server).readBy(() => queue.length);
  most.labels(server).set(poolMax);
  const waited = waits.labels(server);
  const getConnection = pool.getConnection.bind(pool);
  pool.getConnection = (done: (error: NodeJS.ErrnoException | null, connection: PoolConnection) => void) => {
    const asked = performance.now();
    getConnection((error, connection) => {
      waited.observe((performance.now() - asked) / 1_000);
      done(error, connection);
    });
  };
}

const replicas = new WeakSet<DataSource>();

/** What a replica fails to answer is asked of the primary: no caller hears of it, and nobody is to be woken. */
export function markAsReplica(dataSource: DataSource): void {
  replicas.add(dataSource);
}

/** Counts what failed for want of a database, and answers it. */
export function countIfUnavailable<E>(error: E, dataSource: DataSource): E {
  if (isDatabaseUnavailable(error) && !replicas.has(dataSource)) unavailable.inc();
  return error;
}
