import { cacheContract } from './cache.contract.js';
import { openCache } from './testing/open-cache.js';
import { startPrivateCluster } from './testing/private-cluster.js';
import { type PrivateRedis, redisServerIsInstalled } from './testing/private-redis.js';
import { describeIf } from './testing/test-redis.js';
import { until } from './testing/until.js';

describeIf(redisServerIsInstalled, 'redis-server')('Cache on a Redis Cluster', () => {
  let nodes: PrivateRedis[];
  const urls = () => nodes.map(({ url }) => url);

  beforeAll(async () => {
    nodes = await startPrivateCluster();
  });
  afterAll(() => Promise.all(nodes.map((node) => node.remove())));

  cacheContract(() => openCache(urls()));

  it('loads while a node is frozen, and caches again once it goes on', async () => {
    const { cache, redis, close } = await openCache(urls());
    const load = jest.fn(async (name: string) => name);
    const names = Array.from({ length: 40 }, (_, index) => `cluster:${index}`);
    const readAll = () => Promise.all(names.map((name) => cache.aside(name, { ttl: 600_000 }, () => load(name))));
    nodes[0]?.freeze();
    expect(await readAll()).toEqual(names);
    nodes[0]?.thaw();
    await until(() => redis.state === 'up');
    await until(async () => {
      load.mockClear();
      return (await readAll()).length > 0 && load.mock.calls.length === 0;
    });
    await close();
  });
});
