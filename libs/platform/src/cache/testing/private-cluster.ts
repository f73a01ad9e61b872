import { PrivateRedis } from './private-redis.js';
import { until } from './until.js';

/** Two nodes of a Redis Cluster of the test's own, each with half of the slots. */
export async function startPrivateCluster(): Promise<[PrivateRedis, PrivateRedis]> {
  const enabled = ['--cluster-enabled', 'yes'];
  const one = await PrivateRedis.start(...enabled);
  const other = await PrivateRedis.start(...enabled);
  await one.command('CLUSTER', 'ADDSLOTSRANGE', '0', '8191');
  await other.command('CLUSTER', 'ADDSLOTSRANGE', '8192', '16383');
  await other.command('CLUSTER', 'SET-CONFIG-EPOCH', '2');
  await one.command('CLUSTER', 'MEET', '127.0.0.1', `${other.port}`);
  for (const node of [one, other]) {
    await until(async () => String(await node.command('CLUSTER', 'INFO')).includes('cluster_state:ok'), 30_000);
  }
  return [one, other];
}
