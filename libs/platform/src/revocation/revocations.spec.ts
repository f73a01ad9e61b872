import { SystemClock } from '#kernel';
import { RedisBroadcast, RedisConnection } from '#platform/cache';
import {
  createMysqlDatabase,
  connectMysql,
  onEachDatabase,
  testDatabaseUrl,
} from '../../../../test/support/databases.js';
import { until } from '../../../../test/support/until.js';
import { UNHURRIED } from '../cache/testing/open-cache.js';
import { PrivateRedis, redisServerIsInstalled } from '../cache/testing/private-redis.js';
import { describeIf } from '../cache/testing/test-redis.js';
import { Revocations } from './revocations.js';
import { revocationSchema } from './schema.js';
import { aRevocations } from './testing/index.js';

describe('revocations', () => {
  onEachDatabase([revocationSchema], (database) => {
    it('[P01] are known at once where they are made, and elsewhere after the next look at the database', async () => {
      const [here, there] = [aRevocations(database()), aRevocations(database())];
      await Promise.all([here.poll(), there.poll()]);
      const before = there.epoch;
      await here.revoke('user:1');
      expect(here.holds('user:1', before)).toBe(false);
      expect(there.holds('user:1', before)).toBe(true);
      await there.poll();
      expect(there.holds('user:1', before)).toBe(false);
      expect(there.holds('user:1', there.epoch)).toBe(true);
      expect(there.holds('user:2', before)).toBe(true);
    });

    it('come and go with the transaction of whoever makes them', async () => {
      const here = aRevocations(database());
      await here.poll();
      const before = here.epoch;
      const failing = database().transaction(async () => {
        await here.revoke('user:3');
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      await here.poll();
      expect([here.epoch, here.holds('user:3', before)]).toEqual([before, true]);
    });

    it('appear in sequence, however many are made at once', async () => {
      const [here, reader] = [aRevocations(database()), aRevocations(database())];
      await reader.poll();
      const before = reader.epoch;
      let reading = true;
      const seen: number[] = [];
      const follow = (async () => {
        while (reading) {
          await reader.poll();
          seen.push(reader.epoch);
        }
      })();
      const subjects = Array.from({ length: 40 }, (_, n) => `user:many-${n}`);
      await Promise.all(subjects.map((subject) => here.revoke(subject)));
      reading = false;
      await follow;
      await reader.poll();
      expect(reader.epoch).toBe(before + 40);
      expect(subjects.filter((subject) => reader.holds(subject, before))).toEqual([]);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
    });

    it('that were made before a process began are known to it', async () => {
      const here = aRevocations(database());
      await here.poll();
      const before = here.epoch;
      await here.revoke('user:4');
      const later = aRevocations(database());
      await later.poll();
      expect(later.holds('user:4', before)).toBe(false);
      expect(later.epoch).toBe(before + 1);
    });

    it('[P02] are not trusted to be known before the first look, and after a second without one', async () => {
      const here = aRevocations(database());
      expect(here.isFresh).toBe(false);
      await here.poll();
      expect(here.isFresh).toBe(true);
      const now = performance.now();
      const later = jest.spyOn(performance, 'now').mockReturnValue(now + 1_500);
      expect(here.isFresh).toBe(false);
      later.mockRestore();
    });

    it('are asked for all the time', async () => {
      const [here, there] = [aRevocations(database()), aRevocations(database())];
      await there.onApplicationBootstrap();
      const before = there.epoch;
      await here.revoke('user:5');
      await until(() => !there.holds('user:5', before));
      await there.beforeApplicationShutdown();
    });
  });
});

describeIf(redisServerIsInstalled && testDatabaseUrl !== undefined, 'redis-server or TEST_DATABASE_URL')(
  'revocations over Redis',
  () => {
    let redis: PrivateRedis;
    let processes: { revocations: Revocations; close: () => Promise<void> }[];
    let drop: () => Promise<void>;
    beforeEach(async () => {
      redis = await PrivateRedis.start();
      const made = await createMysqlDatabase();
      drop = made.drop;
      processes = await Promise.all([aProcess(made.url), aProcess(made.url)]);
    });
    afterEach(async () => {
      await Promise.all(processes.map(({ close }) => close()));
      await drop();
      await redis.remove();
    });

    async function aProcess(url: string) {
      const { database, close } = await connectMysql(url, [revocationSchema]);
      const connection = new RedisConnection([redis.url], UNHURRIED);
      const broadcast = new RedisBroadcast([redis.url], connection);
      const revocations = new Revocations(database, broadcast, new SystemClock());
      await connection.onModuleInit();
      await broadcast.onModuleInit();
      await revocations.poll();
      await until(() => connection.state === 'up');
      const end = async () => {
        broadcast.onApplicationShutdown();
        await connection.onApplicationShutdown();
        await close();
      };
      return { revocations, close: end };
    }
    const subscribers = async () => {
      const [, count] = (await redis.command('PUBSUB', 'NUMSUB', 'jishi:revocations')) as [string, number];
      return Number(count);
    };

    it('reach another process without its asking the database', async () => {
      const [here, there] = processes.map(({ revocations }) => revocations);
      await until(async () => (await subscribers()) === 2);
      const before = there?.epoch ?? 0;
      await here?.revoke('user:1');
      await until(() => there?.holds('user:1', before) === false);
      // Heard, not read: what came before it is not known to be known.
      expect(there?.epoch).toBe(before);
    });

    it('reach it again after Redis was killed and came back', async () => {
      const [here, there] = processes.map(({ revocations }) => revocations);
      await until(async () => (await subscribers()) === 2);
      await redis.kill();
      await here?.revoke('user:1');
      await redis.restart();
      await until(async () => (await subscribers()) === 2);
      const before = there?.epoch ?? 0;
      await until(async () => {
        await here?.revoke('user:2');
        return there?.holds('user:2', before) === false;
      });
    });
  },
);
