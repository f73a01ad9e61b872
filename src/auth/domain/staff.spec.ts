import { permissionsOf } from './permissions.js';
import { LastOwner } from './errors.js';
import { canonicalUsername, changedMember, endsSessions, type StaffChanges } from './staff-member.js';
import { extendedByUse, openStaffSession } from './staff-session.js';

const MINUTE = 60_000;
const now = new Date('2026-01-31T12:00:00.000Z');
const after = (milliseconds: number) => new Date(now.getTime() + milliseconds);

describe('a role', () => {
  it('of an owner may do all that an operator may, and an operator all that support may', () => {
    const [owner, operator, support] = [permissionsOf('owner'), permissionsOf('operator'), permissionsOf('support')];
    for (const permission of support) expect(operator).toContain(permission);
    for (const permission of operator) expect(owner).toContain(permission);
    expect(owner.size).toBeGreaterThan(operator.size);
  });

  it('of support changes nothing and reveals nobody', () => {
    expect([...permissionsOf('support')].every((permission) => permission.endsWith(':read'))).toBe(true);
  });

  it('of an operator does everything but manage staff and read the audit log', () => {
    const operator = permissionsOf('operator');
    const denied = [...permissionsOf('owner')].filter((permission) => !operator.has(permission));
    expect(denied).toEqual(['staff:manage', 'audit:read']);
  });

  it.each(['personal-data:reveal', 'audit:read', 'users:block'] as const)('of support has no %s', (permission) => {
    expect(permissionsOf('support')).not.toContain(permission);
  });
});

describe('a staff name', () => {
  it('is the same in upper and lower case', () => {
    expect(canonicalUsername('Li.Lei@Shop')).toBe('li.lei@shop');
  });

  it.each(['', 'x'.repeat(65), '李雷', 'a b', 'a\u0000', '\u212a', "' OR 1=1"])('is not %j', (text) => {
    expect(canonicalUsername(text)).toBeNull();
  });
});

describe('a member of staff', () => {
  const owner = { id: 'o', username: 'owner', passwordHash: 'hash', role: 'owner', active: true } as const;
  const support = { ...owner, role: 'support' } as const;

  it('keeps what a change does not name', () => {
    expect(changedMember(support, { role: 'operator' }, 1)).toEqual({ ...support, role: 'operator' });
    expect(changedMember(support, {}, 0)).toEqual(support);
  });

  it.each<StaffChanges>([{ role: 'operator' }, { active: false }, { role: 'support', active: false }])(
    'stays an active owner while there is no other: %j',
    (changes) => {
      expect(() => changedMember(owner, changes, 0)).toThrow(LastOwner);
      expect(changedMember(owner, changes, 1)).toEqual({ ...owner, ...changes });
    },
  );

  it('may be anything else though there is no owner', () => {
    const former = { ...owner, active: false };
    expect(changedMember(former, { role: 'support' }, 0).role).toBe('support');
    expect(changedMember(owner, { passwordHash: 'another', role: 'owner', active: true }, 0).passwordHash).toBe(
      'another',
    );
  });

  it.each<[boolean, StaffChanges]>([
    [true, { role: 'operator' }],
    [true, { active: false }],
    [true, { passwordHash: 'another' }],
    [false, {}],
    [false, { role: 'support', active: true, passwordHash: 'hash' }],
  ])('has to sign in again (%s) after %j', (again, changes) => {
    expect(endsSessions(support, { ...support, ...changes })).toBe(again);
  });
});

describe('a staff session', () => {
  const session = openStaffSession('digest', 'staff', now, 30 * MINUTE);

  it('ends when it is not used, and not a moment too early for who used it within a minute of its last extension', () => {
    expect(session.expiresAt).toEqual(after(31 * MINUTE));
  });

  it('is extended by use, at most once a minute', () => {
    expect(extendedByUse(session, after(MINUTE - 1), 30 * MINUTE)).toBeNull();
    expect(extendedByUse(session, after(MINUTE), 30 * MINUTE)).toEqual({
      ...session,
      lastSeenAt: after(MINUTE),
      expiresAt: after(32 * MINUTE),
    });
  });

  it('slides as well when it lives for seconds only', () => {
    expect(extendedByUse(session, after(99), 3_000)).toBeNull();
    expect(extendedByUse(session, after(100), 3_000)?.expiresAt).toEqual(after(3_200));
  });
});
