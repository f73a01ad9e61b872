import { ManualClock, newId } from '#kernel';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { RedisConnection } from '#platform/cache';
import type { Database } from '#platform/database';
import { RateLimiters } from '#platform/rate-limit';
import { authConfig } from '../adapters/in-memory-config.js';
import { InMemoryStaffMembers, InMemoryStaffSessions } from '../adapters/in-memory-staff.js';
import { RandomSecrets } from '../adapters/random-secrets.js';
import { StaffCredentialsWrong, StaffSignInLocked } from '../domain/errors.js';
import { PlainPasswords } from '../testing/plain-passwords.js';
import { ChangeStaffPassword } from './change-staff-password.js';
import { CreateFirstOwner } from './create-first-owner.js';
import { SignInStaff } from './sign-in-staff.js';
import { StaffLockOut } from './staff-lock-out.js';

const id = newId();
const clerk = { id, username: 'clerk', passwordHash: 'hash of right', role: 'support', active: true } as const;
const address = '203.0.113.9';
const actor = { kind: 'staff', id, ip: address, requestId: 'r-1' } as const;
const stranger = { kind: 'anonymous', id: null, ip: address, requestId: 'r-2' } as const;
const newPassword = 'new password';

const database = { transaction: <T>(work: () => Promise<T>) => work() } as unknown as Database;

async function anOffice() {
  const [clock, config, passwords, secrets] = [
    new ManualClock(),
    authConfig(),
    new PlainPasswords(),
    new RandomSecrets(),
  ];
  const [staff, audit] = [new InMemoryStaffMembers(), new InMemoryAuditLog()];
  const sessions = new InMemoryStaffSessions(staff);
  const lockOut = new StaffLockOut(new RateLimiters(new RedisConnection([])), audit);
  const firstOwner = new CreateFirstOwner(staff, passwords, clock, config);
  const signIn = new SignInStaff(firstOwner, staff, sessions, passwords, secrets, lockOut, audit, clock, config);
  const changePassword = new ChangeStaffPassword(staff, sessions, passwords, lockOut, audit, database);
  await staff.add(clerk);
  const change = (oldPassword: string, sessionId = 'stolen', ip = address) =>
    changePassword.execute({ username: 'clerk', sessionId, oldPassword, newPassword, actor: { ...actor, ip } });
  return {
    staff,
    passwords,
    audit,
    change,
    signIn: (password: string, trustedDevice: string | null = null) =>
      signIn.execute({ username: 'clerk', password, actor: stranger, trustedDevice }),
    /** How many wrong old passwords are compared before one is refused unseen. */
    guess: async (...[sessionId, ip]: [sessionId?: string, ip?: string]) => {
      for (let guesses = 0; guesses < 200; guesses += 1) {
        const refusal: unknown = await change('wrong', sessionId, ip).catch((error: unknown) => error);
        if (refusal instanceof StaffSignInLocked) return guesses;
        expect(refusal).toBeInstanceOf(StaffCredentialsWrong);
      }
      throw new Error('guessing has no end');
    },
  };
}

describe('a change of one’s own password', () => {
  it('leaves a trace of a wrong old password', async () => {
    const { change, audit } = await anOffice();
    await expect(change('wrong')).rejects.toThrow(StaffCredentialsWrong);
    expect(audit.entries).toEqual([
      { type: 'auth.staff-password-change-failed', actor, subject: id, facts: { username: 'clerk' } },
    ]);
  });

  it('takes an old password for wrong that was changed while it was compared', async () => {
    const { change, staff, passwords, audit } = await anOffice();
    jest.spyOn(passwords, 'matches').mockImplementationOnce(async () => {
      staff.members.splice(0, 1, { ...clerk, passwordHash: 'another' });
      return true;
    });
    await expect(change('right')).rejects.toThrow(StaffCredentialsWrong);
    expect(staff.members).toMatchObject([{ passwordHash: 'another' }]);
    expect(audit.entries.map(({ type }) => type)).toEqual(['auth.staff-password-change-failed']);
  });

  it('lets a session guess as often as a trusted device, and then like any other client', async () => {
    const { guess, change, passwords, audit } = await anOffice();
    expect(await guess()).toBe(10 + 5);
    const compared = passwords.comparisons;
    await expect(change('right')).rejects.toMatchObject({ retryAfterSeconds: 900, description: { code: 429 } });
    expect(passwords.comparisons).toBe(compared);
    const locks = audit.entries.filter(({ type }) => type === 'auth.staff-login-locked');
    expect(locks).toEqual([
      expect.objectContaining({ actor, subject: id, facts: { scope: 'device', failures: 10, username: 'clerk' } }),
      expect.objectContaining({ actor, subject: id, facts: { scope: 'address', failures: 5, username: 'clerk' } }),
    ]);
  });

  it('lets no more guesses through that come at the same time', async () => {
    const { change, passwords } = await anOffice();
    await Promise.allSettled(Array.from({ length: 50 }, () => change('wrong')));
    expect(passwords.comparisons).toBe(10 + 5);
  });

  it('shares the count of the name and address with signing in', async () => {
    const { guess, signIn } = await anOffice();
    await guess();
    await expect(signIn('right')).rejects.toThrow(StaffSignInLocked);
  });

  it('locks no trusted device out of signing in, however often it is tried', async () => {
    const { guess, signIn } = await anOffice();
    for (let at = 1; at <= 30; at += 1) await guess('stolen', `203.0.113.${at}`);
    expect((await signIn('right', 'd-1')).member.id).toBe(id);
  });

  it('is open in a session whatever is guessed elsewhere', async () => {
    const { guess, signIn, change, staff } = await anOffice();
    for (let at = 0; at < 6; at += 1) await expect(signIn('wrong')).rejects.toThrow();
    for (let at = 1; at <= 30; at += 1) await guess('stolen', `203.0.113.${at}`);
    await change('right', 'own');
    expect(staff.members).toMatchObject([{ passwordHash: `hash of ${newPassword}` }]);
  });

  it('begins anew after a right old password', async () => {
    const { change, guess } = await anOffice();
    for (let at = 0; at < 9; at += 1) await expect(change('wrong')).rejects.toThrow(StaffCredentialsWrong);
    await expect(change('right')).resolves.toBeUndefined();
    expect(await guess()).toBe(10 + 5);
  });

  it('holds failures of ours against nobody', async () => {
    const { staff, change, guess } = await anOffice();
    const broken = jest.spyOn(staff, 'findByUsername').mockRejectedValue(new Error('the database is gone'));
    for (let at = 0; at < 20; at += 1) await expect(change('right')).rejects.toThrow('gone');
    broken.mockRestore();
    expect(await guess()).toBe(10 + 5);
  });
});
