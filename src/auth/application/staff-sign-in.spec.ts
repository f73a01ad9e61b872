import { Logger } from '@nestjs/common';
import { ManualClock, newId } from '#kernel';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { RedisConnection } from '#platform/cache';
import { RateLimiters } from '#platform/rate-limit';
import { authConfig } from '../adapters/in-memory-config.js';
import { InMemoryStaffMembers, InMemoryStaffSessions } from '../adapters/in-memory-staff.js';
import { RandomSecrets } from '../adapters/random-secrets.js';
import { StaffCredentialsWrong, StaffSignInLocked } from '../domain/errors.js';
import { PlainPasswords } from '../testing/plain-passwords.js';
import { AuthenticateStaff } from './authenticate-staff.js';
import { CreateFirstOwner } from './create-first-owner.js';
import { SignInStaff } from './sign-in-staff.js';
import { StaffLockOut } from './staff-lock-out.js';
import { SignOutStaff } from './sign-out-staff.js';
import { signal } from '../../../test/support/signal.js';
import { until } from '../../../test/support/until.js';

const MINUTE = 60_000;
const actor = { kind: 'anonymous', id: null, ip: '203.0.113.9', requestId: 'r-1' } as const;
const owner = { username: 'owner', password: 'right' };
const knock = { actor, trustedDevice: null };
const credentials = { ...owner, ...knock };

function anOffice(staffBootstrap = owner, environment: 'test' | 'production' = 'test') {
  const [clock, config, passwords] = [
    new ManualClock(),
    authConfig({ staffBootstrap }, environment),
    new PlainPasswords(),
  ];
  const [staff, secrets] = [new InMemoryStaffMembers(), new RandomSecrets()];
  const [sessions, audit] = [new InMemoryStaffSessions(staff), new InMemoryAuditLog()];
  const lockOut = new StaffLockOut(new RateLimiters(new RedisConnection([])), audit);
  const firstOwner = () => new CreateFirstOwner(staff, passwords, clock, config);
  const starting = firstOwner();
  return {
    clock,
    staff,
    passwords,
    audit,
    starting,
    bootstrap: async () => {
      const another = firstOwner();
      await another.onModuleInit();
      await another.made();
    },
    signIn: new SignInStaff(starting, staff, sessions, passwords, secrets, lockOut, audit, clock, config),
    signOut: new SignOutStaff(sessions),
    authenticate: new AuthenticateStaff(sessions, secrets, clock, config),
  };
}

async function anOpenOffice() {
  const office = anOffice();
  await office.bootstrap();
  return office;
}

describe('the first owner', () => {
  it('is made when there is no staff', async () => {
    const office = anOffice({ username: 'Owner', password: 'right' });
    await office.bootstrap();
    expect(office.staff.members).toMatchObject([{ username: 'owner', role: 'owner', active: true }]);
    expect((await office.signIn.execute({ ...credentials, username: 'OWNER' })).member.role).toBe('owner');
  });

  it('is made once, by however many processes', async () => {
    const office = anOffice();
    await Promise.all([office.bootstrap(), office.bootstrap(), office.bootstrap()]);
    expect(office.staff.members).toHaveLength(1);
  });

  it('is waited for by whoever signs in as soon as the shop is open', async () => {
    const office = anOffice();
    const hash = signal();
    jest.spyOn(office.passwords, 'hash').mockImplementation(async (password) => {
      await hash.given;
      return `hash of ${password}`;
    });
    await office.starting.onModuleInit();
    const signIn = office.signIn.execute(credentials);
    const closing = office.starting.onModuleDestroy();
    hash.give();
    expect((await signIn).member.role).toBe('owner');
    await closing;
    expect(office.staff.members).toHaveLength(1);
  });

  it('is made by the next who signs in when that failed at the start', async () => {
    const office = anOffice();
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    jest.spyOn(office.staff, 'add').mockRejectedValueOnce(new Error('the database is gone'));
    await office.starting.onModuleInit();
    await until(() => error.mock.calls.length === 1);
    expect((await office.signIn.execute(credentials)).member.role).toBe('owner');
    error.mockRestore();
  });

  it('is asked for a name one can sign in with, before the shop opens', async () => {
    await expect(anOffice({ username: '李雷', password: 'right' }).bootstrap()).rejects.toThrow(
      'STAFF_BOOTSTRAP_USERNAME',
    );
  });

  it('leaves staff alone that is there already, and says so', async () => {
    const office = anOffice(owner);
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    await office.staff.add({ id: newId(), username: 'somebody', passwordHash: '', role: 'support', active: true });
    await office.bootstrap();
    expect(office.staff.members).toHaveLength(1);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('STAFF_BOOTSTRAP_USERNAME'));
    expect(JSON.stringify(warn.mock.calls)).not.toContain('right');
    warn.mockRestore();
  });
});

describe('staff', () => {
  it('is known by the secret of the session, with the permissions of the role', async () => {
    const office = await anOpenOffice();
    const { secret, member } = await office.signIn.execute(credentials);
    const { staff } = (await office.authenticate.execute(secret)) ?? {};
    expect(staff).toMatchObject({ kind: 'staff', id: member.id, username: 'owner', role: 'owner' });
    expect(staff?.permissions.has('catalog:write')).toBe(true);
    expect(JSON.stringify(staff)).not.toContain(secret);
  });

  it.each([
    ['a wrong password', { username: 'owner', password: 'wrong' }],
    ['an unknown name', { username: 'nobody', password: 'right' }],
    ['what cannot be a name', { username: '李雷', password: 'right' }],
  ])('is refused with %s, after the same work', async (_, wrong) => {
    const office = await anOpenOffice();
    await expect(office.signIn.execute({ ...wrong, ...knock })).rejects.toThrow(StaffCredentialsWrong);
    expect(office.passwords.comparisons).toBe(1);
  });

  it('cannot sign in and is not known any more once it is not active', async () => {
    const office = await anOpenOffice();
    const { secret, member } = await office.signIn.execute(credentials);
    office.staff.members.splice(0, 1, { ...member, active: false });
    expect(await office.authenticate.execute(secret)).toBeNull();
    await expect(office.signIn.execute(credentials)).rejects.toThrow(StaffCredentialsWrong);
  });

  it('is not let in with a password that was changed while it was compared', async () => {
    const office = await anOpenOffice();
    const matches = office.passwords.matches.bind(office.passwords);
    jest.spyOn(office.passwords, 'matches').mockImplementationOnce(async (password, hash) => {
      const [member] = office.staff.members;
      if (member) office.staff.members.splice(0, 1, { ...member, passwordHash: 'another' });
      return matches(password, hash);
    });
    await expect(office.signIn.execute(credentials)).rejects.toThrow(StaffCredentialsWrong);
  });

  it('leaves a trace of each sign-in', async () => {
    const office = await anOpenOffice();
    const { member } = await office.signIn.execute(credentials);
    expect(office.audit.entries).toEqual([
      { type: 'auth.staff-login', actor: { ...actor, kind: 'staff', id: member.id }, subject: member.id },
    ]);
  });

  it.each([
    ['a wrong password', { username: 'Owner', password: 'wrong' }, { username: 'owner' }],
    ['an unknown name, which may be a password', { username: 'right', password: 'right' }, {}],
  ])('leaves a trace of a failure with %s, without what was typed', async (_, wrong, facts) => {
    const office = await anOpenOffice();
    await expect(office.signIn.execute({ ...wrong, ...knock })).rejects.toThrow(StaffCredentialsWrong);
    const subject = 'username' in facts ? office.staff.members[0]?.id : null;
    expect(office.audit.entries).toEqual([{ type: 'auth.staff-login-failed', actor, subject, facts }]);
  });

  it.each(['owner', 'nobody'])('named %s is locked out alike, without a look at the password', async (username) => {
    const office = await anOpenOffice();
    const wrong = { username, password: 'wrong', ...knock };
    for (let at = 0; at < 5; at += 1) await expect(office.signIn.execute(wrong)).rejects.toThrow(StaffCredentialsWrong);
    const find = jest.spyOn(office.staff, 'findByUsername');
    const refusal: unknown = await office.signIn
      .execute({ ...wrong, password: 'right' })
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StaffSignInLocked);
    expect(refusal).toMatchObject({ retryAfterSeconds: 900, facts: null, description: { code: 429 } });
    expect(office.passwords.comparisons).toBe(5);
    expect(find).not.toHaveBeenCalled();
    const types = office.audit.entries.map(({ type }) => type);
    expect(types).toEqual([...new Array<string>(5).fill('auth.staff-login-failed'), 'auth.staff-login-locked']);
  });

  it('is not locked out by failures of ours', async () => {
    const office = await anOpenOffice();
    const broken = jest.spyOn(office.staff, 'findByUsername').mockRejectedValue(new Error('the database is gone'));
    for (let at = 0; at < 9; at += 1) await expect(office.signIn.execute(credentials)).rejects.toThrow('gone');
    broken.mockRestore();
    expect((await office.signIn.execute(credentials)).member.username).toBe('owner');
  });

  it('stays signed in while it works, and is forgotten when it does not', async () => {
    const office = await anOpenOffice();
    const { secret } = await office.signIn.execute(credentials);
    for (let minutes = 0; minutes < 120; minutes += 20) {
      office.clock.advance(20 * MINUTE);
      expect((await office.authenticate.execute(secret))?.extended).toBe(true);
      expect((await office.authenticate.execute(secret))?.extended).toBe(false);
    }
    office.clock.advance(31 * MINUTE);
    expect(await office.authenticate.execute(secret)).toBeNull();
  });

  it('is not known by a secret nobody was given, nor after signing out', async () => {
    const office = await anOpenOffice();
    const { secret } = await office.signIn.execute(credentials);
    expect(await office.authenticate.execute('x'.repeat(43))).toBeNull();
    const sessionId = (await office.authenticate.execute(secret))?.staff.sessionId ?? '';
    await office.signOut.execute({ sessionId });
    expect(await office.authenticate.execute(secret)).toBeNull();
  });
});
