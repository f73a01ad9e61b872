import type { Milliseconds } from '#platform/config';
import { withDeadline } from '#platform/resilience';

const CONNECTED_IN: Milliseconds = 5_000;

/**
 * Deletes every key that matches one of these patterns, on all nodes, as an operator asks for it; no other key is touched.
 * @returns how many there were
 * @throws the client's error when Redis does not answer: then some may be left
 */
export async function deleteKeys(urls: readonly string[], patterns: readonly string[]): Promise<number> {
  const { createRedisClient, isCluster } = await import('./redis-client.js');
  const client = createRedisClient(urls);
  // A client of Redis reports its troubles here as well as to whoever asks.
  client.on('error', () => undefined);
  let deleted = 0;
  try {
    await withDeadline<unknown>(client.connect(), CONNECTED_IN);
    const nodes = isCluster(client)
      ? await Promise.all(client.masters.map((master) => client.nodeClient(master)))
      : [client];
    for (const node of nodes) {
      for (const MATCH of patterns) {
        for await (const keys of node.scanIterator({ MATCH, COUNT: 1_000 })) {
          // A command each: on a cluster each may be of another slot. The client sends them together.
          for (const one of await Promise.all(keys.map((key) => node.unlink(key)))) deleted += one;
        }
      }
    }
    return deleted;
  } finally {
    client.destroy();
  }
}
