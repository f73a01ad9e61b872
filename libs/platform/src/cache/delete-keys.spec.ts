import { deleteKeys } from '#platform/cache';
import { startPrivateCluster } from './testing/private-cluster.js';
import { PrivateRedis, redisServerIsInstalled } from './testing/private-redis.js';
import { createRedisClient } from './redis-client.js';
import { describeIf } from './testing/test-redis.js';

describeIf(redisServerIsInstalled, 'redis-server')('deleting keys', () => {
  let servers: PrivateRedis[] = [];
  afterEach(() => Promise.all(servers.map((server) => server.remove())));

  it.each([
    ['one server', async () => [await PrivateRedis.start()]],
    ['each node of a cluster', () => startPrivateCluster()],
  ])(
    'on %s takes those that match, and leaves everybody else’s',
    async (_, start) => {
      servers = await start();
      const urls = servers.map(({ url }) => url);
      const client = createRedisClient(urls);
      await client.connect();
      for (let n = 0; n < 50; n++) await client.set(`auth:${n}`, 'x');
      for (let n = 0; n < 50; n++) await client.set(`others:${n}`, 'x');
      expect(await deleteKeys(urls, ['auth:*', 'sess:*'])).toBe(50);
      expect(await client.exists('auth:7')).toBe(0);
      for (let n = 0; n < 50; n++) expect(await client.exists(`others:${n}`)).toBe(1);
      client.destroy();
    },
    60_000,
  );
});
