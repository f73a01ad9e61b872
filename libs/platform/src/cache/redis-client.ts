import { createClient, createCluster, type RedisClientOptions } from 'redis';

type SingleClient = ReturnType<typeof createClient>;
type ClusterClient = ReturnType<typeof createCluster>;

/** A redis 5 client of one server, or of a Redis Cluster. */
export type RedisClient = SingleClient | ClusterClient;

/** Not connected yet. One URL makes a client of that server, several make a cluster client. */
export function createRedisClient(urls: readonly string[]): RedisClient {
  const [first = ''] = urls;
  return urls.length > 1 ? createClusterClient(urls, new URL(first)) : singleClient({ url: first, socket });
}

/**
 * A client that only listens. Nobody asks it anything, so pings have to show whether somebody is still there; a
 * connection that stays silent is replaced.
 */
export function createSubscriber(urls: readonly string[]): RedisClient {
  const [first = ''] = urls;
  if (urls.length > 1) return createClusterClient(urls, new URL(first));
  return singleClient({ pingInterval: 1_000, url: first, socket: { ...socket, socketTimeout: 5_000 } });
}

export function isCluster(client: RedisClient): client is ClusterClient {
  return 'masters' in client;
}

/** 25 to 50 ms at first, doubling up to 1 to 2 s; the spread keeps processes from returning all at once. */
const reconnectStrategy = (retries: number) =>
  Math.min(2 ** Math.min(retries, 10) * 50, 2_000) * (0.5 + Math.random() / 2);

const socket = { connectTimeout: 1_000, reconnectStrategy };
const behaviour = { disableOfflineQueue: true, commandsQueueMaxLength: 20_000 };

let model: SingleClient | null = null;

/** The library makes a class of a thousand methods for each set of options, at the price of a whole start-up's heap: one is enough. */
function singleClient(options: RedisClientOptions): SingleClient {
  model ??= createClient(behaviour);
  return model.duplicate(options as object);
}

/** The nodes a cluster names are reached with the credentials and the TLS of the first URL. */
function createClusterClient(urls: readonly string[], { protocol, username, password }: URL): ClusterClient {
  return createCluster({
    rootNodes: urls.map((url) => ({ url })),
    defaults: {
      ...behaviour,
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      // The cluster keeps its connections to itself, so only this ends one whose node has fallen silent.
      pingInterval: 1_000,
      socket: { ...socket, socketTimeout: 5_000, ...(protocol === 'rediss:' && { tls: true as const }) },
    },
  });
}
