import { PrivateRedis } from './private-redis.js';
import { until } from './until.js';

const SLOTS = 16_384;
/** Milliseconds until a silent node counts as gone, and its replica takes its place. */
const NODE_TIMEOUT = '1000';

/** A Redis Cluster of the test's own: masters that share the slots evenly, then one replica of each where they are wanted. */
export async function startPrivateCluster(masters = 2, { replicated = false } = {}): Promise<PrivateRedis[]> {
  const nodes: PrivateRedis[] = [];
  try {
    for (let at = 0; at < masters * (replicated ? 2 : 1); at++) {
      nodes.push(await PrivateRedis.start('--cluster-enabled', 'yes', '--cluster-node-timeout', NODE_TIMEOUT));
    }
    await join(nodes, masters);
  } catch (error) {
    await Promise.all(nodes.map((node) => node.remove()));
    throw error;
  }
  return nodes;
}

async function join(nodes: readonly PrivateRedis[], masters: number): Promise<void> {
  const [first] = nodes;
  for (const [at, node] of nodes.entries()) {
    await node.command('CLUSTER', 'SET-CONFIG-EPOCH', `${at + 1}`);
    if (at < masters) await node.command('CLUSTER', 'ADDSLOTSRANGE', ...rangeOf(at, masters));
    if (node !== first) await node.command('CLUSTER', 'MEET', '127.0.0.1', `${first?.port}`);
  }
  for (const node of nodes) {
    await until(async () => (await infoOf(node)).includes(`cluster_known_nodes:${nodes.length}`));
  }
  for (const [at, replica] of nodes.slice(masters).entries()) {
    await replica.command('CLUSTER', 'REPLICATE', String(await nodes[at]?.command('CLUSTER', 'MYID')));
  }
  for (const node of nodes) await until(async () => (await infoOf(node)).includes('cluster_state:ok'));
}

function rangeOf(at: number, masters: number): [string, string] {
  const first = (index: number) => Math.floor((index * SLOTS) / masters);
  return [`${first(at)}`, `${first(at + 1) - 1}`];
}

const infoOf = async (node: PrivateRedis) => String(await node.command('CLUSTER', 'INFO'));
