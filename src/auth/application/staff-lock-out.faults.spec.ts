import { RateLimiters } from '#platform/rate-limit';
import { withDeadline } from '#platform/resilience';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { openCache, type OpenCache, PATIENCE } from '../../../libs/platform/src/cache/testing/open-cache.js';
import { PrivateRedis, redisServerIsInstalled } from '../../../libs/platform/src/cache/testing/private-redis.js';
import { describeIf } from '../../../libs/platform/src/cache/testing/test-redis.js';
import { until } from '../../../libs/platform/src/cache/testing/until.js';
import { StaffSignInLocked } from '../domain/errors.js';
import { StaffLockOut } from './staff-lock-out.js';

describeIf(redisServerIsInstalled, 'redis-server')('[P06] StaffLockOut in two processes', () => {
  let server: PrivateRedis;
  let opened: OpenCache[];
  let processes: StaffLockOut[];
  const audit = new InMemoryAuditLog();

  beforeEach(async () => {
    server = await PrivateRedis.start();
    opened = [await openCache([server.url]), await openCache([server.url])];
    processes = opened.map(({ redis }) => new StaffLockOut(new RateLimiters(redis), audit));
    audit.entries.splice(0);
  });
  afterEach(async () => {
    await Promise.all(opened.map(({ close }) => close()));
    await server.remove();
  });

  const actor = { kind: 'anonymous', id: null, ip: '203.0.113.9', requestId: 'r' } as const;
  const knock = { username: 'owner', trustedDevice: null, actor };
  const fail = async (lockOut: StaffLockOut) => {
    try {
      await withDeadline(lockOut.admit(knock), PATIENCE).then((attempt) => lockOut.failed(attempt, null));
      return 'failed';
    } catch (error) {
      if (error instanceof StaffSignInLocked) return 'locked';
      throw error;
    }
  };
  const failInTurn = async (times: number) => {
    const seen: string[] = [];
    for (let at = 0; at < times; at += 1) seen.push(await fail(processes[at % 2] ?? fault()));
    return seen;
  };

  it('locks after 5 failures together, and puts the lock on record once', async () => {
    expect(await failInTurn(8)).toEqual([...new Array<string>(5).fill('failed'), 'locked', 'locked', 'locked']);
    expect(audit.entries).toHaveLength(1);
  });

  it('keeps no name and no address in Redis', async () => {
    await failInTurn(2);
    const keys = (await server.command('KEYS', '*')) as string[];
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(key).toMatch(/^jishi:rate:staff-(address|name):[\w-]{22}$/);
  });

  it('locks in each by itself while Redis is dead, and together again once it is back', async () => {
    await failInTurn(3);
    await server.kill();
    const seen = await failInTurn(12);
    expect(seen).toEqual([...new Array<string>(10).fill('failed'), 'locked', 'locked']);
    await server.restart();
    await until(() => opened.every(({ redis }) => redis.state === 'up'));
    expect(await failInTurn(6)).toEqual([...new Array<string>(5).fill('failed'), 'locked']);
  });
});

function fault(): never {
  throw new Error('there are two processes');
}
