import { RedisConnection } from '#platform/cache';
import { RateLimiters } from '#platform/rate-limit';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { StaffSignInLocked } from '../domain/errors.js';
import type { StaffMember } from '../domain/staff-member.js';
import { StaffLockOut } from './staff-lock-out.js';

const MINUTE = 60_000;
const owner = { id: 'o-1', username: 'owner' } as StaffMember;

interface Knock {
  readonly username?: string;
  readonly ip?: string;
  readonly device?: string | null;
}

describe('[P06] StaffLockOut', () => {
  let now = Date.UTC(2026, 0, 1);
  let lockOut: StaffLockOut;
  let audit: InMemoryAuditLog;
  beforeEach(() => {
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    audit = new InMemoryAuditLog();
    lockOut = new StaffLockOut(new RateLimiters(new RedisConnection([])), audit);
  });
  afterEach(() => jest.restoreAllMocks());

  const admit = ({ username = 'owner', ip = '203.0.113.9', device = null }: Knock = {}) =>
    lockOut.admit({ username, trustedDevice: device, actor: { kind: 'anonymous', id: null, ip, requestId: 'r' } });
  const memberNamed = (username = 'owner') => (username === 'owner' ? owner : null);
  /** 'failed', or how many seconds the refusal says to wait. */
  const fail = async (knock: Knock = {}): Promise<'failed' | number> => {
    try {
      await lockOut.failed(await admit(knock), memberNamed(knock.username));
      return 'failed';
    } catch (error) {
      if (!(error instanceof StaffSignInLocked)) throw error;
      return error.retryAfterSeconds;
    }
  };
  const failTimes = async (times: number, knock: (at: number) => Knock = () => ({})) => {
    const seen: unknown[] = [];
    for (let at = 0; at < times; at += 1) seen.push(await fail(knock(at)));
    return seen;
  };
  const succeed = async (knock: Knock = {}) => lockOut.succeeded(await admit(knock));
  const failed = (times: number) => new Array<string>(times).fill('failed');
  const address = (at: number) => `203.0.${Math.floor(at / 250)}.${1 + (at % 250)}`;

  it.each(['owner', 'nobody', '李雷 types a password here'])(
    'locks the name %s from an address for 15 minutes after 5 failures in a row',
    async (username) => {
      expect(await failTimes(7, () => ({ username }))).toEqual([...failed(5), 900, 900]);
      now += 15 * MINUTE - 1;
      expect(await fail({ username })).toBe(1);
      now += 1;
      expect(await fail({ username })).toBe('failed');
    },
  );

  it('counts the lock from the last failure, and trying meanwhile does not make it longer', async () => {
    await failTimes(4);
    now += 14 * MINUTE;
    expect(await fail()).toBe('failed');
    now += 10 * MINUTE;
    expect(await fail()).toBe(5 * 60);
  });

  it('begins anew after a success', async () => {
    await failTimes(4);
    await succeed();
    expect(await failTimes(6)).toEqual([...failed(5), 900]);
  });

  it('lets no more through of tries at the same time', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 50 }, () => admit()));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });

  it('leaves the name alone at other addresses, and other names at this one', async () => {
    await failTimes(6);
    expect(await fail({ ip: '203.0.113.10' })).toBe('failed');
    expect(await fail({ username: 'other' })).toBe('failed');
  });

  it('takes an IPv6 network for one address', async () => {
    await failTimes(5, (at) => ({ ip: `2001:db8::${at}` }));
    expect(await fail({ ip: '2001:db8::ffff' })).toBe(900);
  });

  it.each(['owner', 'nobody'])('lets the name %s be failed 100 times an hour from many addresses', async (username) => {
    const spread = (at: number) => ({ username, ip: address(at) });
    expect(await failTimes(101, spread)).toEqual([...failed(100), 3600]);
    now += 50 * MINUTE;
    expect(await fail({ username, ip: '198.51.100.1' })).toBe(600);
    expect(await fail({ username: 'other', ip: '198.51.100.1' })).toBe('failed');
    now += 10 * MINUTE;
    expect(await fail({ username, ip: '198.51.100.1' })).toBe('failed');
  });

  it('does not hold what was not tried against an address', async () => {
    await failTimes(100, (at) => ({ ip: address(at) }));
    await failTimes(9, () => ({ ip: '198.51.100.1' }));
    now += 60 * MINUTE;
    expect(await failTimes(5, () => ({ ip: '198.51.100.1' }))).toEqual(failed(5));
  });

  it('does not let somebody who signs in now and then cover for those who guess', async () => {
    for (let at = 0; at < 99; at += 1) {
      await fail({ ip: address(at) });
      await succeed({ ip: '198.51.100.1' });
    }
    expect(await fail({ ip: '198.51.100.2' })).toBe('failed');
    expect(await fail({ ip: '198.51.100.1' })).toBe(3600);
  });

  it('does not lock out a device that has signed in before, whatever others do', async () => {
    await failTimes(120, (at) => ({ ip: address(at % 30) }));
    await failTimes(6);
    expect(await fail()).toEqual(expect.any(Number));
    await succeed({ device: 'd-1' });
    expect(await fail({ device: 'd-1' })).toBe('failed');
  });

  it('trusts a device no more after 10 failures in a row, for 7 days', async () => {
    const device = 'd-1';
    await failTimes(9, () => ({ device }));
    await succeed({ device });
    expect(await failTimes(15, () => ({ device }))).toEqual(failed(15));
    expect(await fail({ device })).toBe(900);
    now += 7 * 24 * 60 * MINUTE;
    await failTimes(5);
    expect(await fail({ device })).toBe('failed');
  });

  it('holds nothing against anybody when the password was not compared', async () => {
    for (let at = 0; at < 20; at += 1) await lockOut.takeBack(await admit());
    expect(await fail()).toBe('failed');
  });

  it('puts each lock on record once, and no name that is none', async () => {
    await failTimes(9);
    await failTimes(9, () => ({ username: 'nobody' }));
    await failTimes(12, () => ({ device: 'd-1' }));
    const locked = { type: 'auth.staff-login-locked', actor: expect.objectContaining({ ip: '203.0.113.9' }) };
    expect(audit.entries).toEqual([
      { ...locked, subject: 'o-1', facts: { scope: 'address', failures: 5, username: 'owner' } },
      { ...locked, subject: null, facts: { scope: 'address', failures: 5 } },
      { ...locked, subject: 'o-1', facts: { scope: 'device', failures: 10, username: 'owner' } },
    ]);
  });
});
