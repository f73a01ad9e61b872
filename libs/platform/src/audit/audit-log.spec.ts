import { ManualClock, newId } from '#kernel';
import { type Actor, SYSTEM } from '#platform/activity';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { actorOf } from './actor.js';
import { AuditBatches } from './audit-batches.js';
import type { AuditEntry } from './audit-log.js';
import { type AuditFilter, AuditQueries } from './audit.queries.js';
import { auditSchema } from './schema.js';
import { SqlAuditLog } from './sql-audit-log.js';

const owner: Actor = { kind: 'staff', id: newId(), ip: '203.0.113.9', requestId: 'r-1' };
const stranger: Actor = { kind: 'anonymous', id: null, ip: '2001:db8::1', requestId: 'r-2' };
const clock = new ManualClock(new Date('2026-01-31T12:00:00.123Z'));

describe('the audit log', () => {
  onEachDatabase([auditSchema], (database) => {
    let log: SqlAuditLog;
    let queries: AuditQueries;
    beforeEach(async () => {
      log = new SqlAuditLog(new AuditBatches(database()), clock);
      queries = new AuditQueries(database());
      await database().execute('DELETE FROM audit_log');
    });
    const record = (type: string, over: Partial<AuditEntry> = {}) =>
      log.record({ type, actor: owner, subject: 'subject', ...over });
    const typesWhere = async (filter: AuditFilter) => {
      const { items } = await queries.list(filter, { limit: 100, after: null, offset: null });
      return items.map(({ type }) => type);
    };

    it('gives back what was recorded', async () => {
      const facts = { role: 'support', active: true, count: 2, before: null };
      await record('auth.staff-changed', { facts });
      const { items } = await queries.list({}, { limit: 20, after: null, offset: null });
      expect(items).toEqual([
        {
          id: expect.any(String) as unknown,
          type: 'auth.staff-changed',
          actor: owner.id,
          subject: 'subject',
          ip: '203.0.113.9',
          requestId: 'r-1',
          at: clock.now(),
          facts,
        },
      ]);
    });

    it('names no actor who was not signed in, and the system where nobody asked', async () => {
      await record('auth.staff-login-failed', { actor: stranger, subject: null });
      await record('order.cancelled', { actor: SYSTEM });
      const { items } = await queries.list({}, { limit: 20, after: null, offset: null });
      expect(items).toMatchObject([
        { actor: 'system', ip: null, requestId: null, facts: {} },
        { actor: null, subject: null, ip: '2001:db8::1', requestId: 'r-2' },
      ]);
    });

    it('forgets with the transaction that is rolled back', async () => {
      const failing = database().transaction(async () => {
        await record('stock.adjusted');
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      expect(await typesWhere({})).toEqual([]);
    });

    it('is found by type, by the beginning of a type, and by actor', async () => {
      await record('auth.staff-login');
      await record('auth.user-blocked', { actor: { ...owner, id: 'other' } });
      await record('authority.given');
      await record('order.shipped', { actor: SYSTEM });
      expect(await typesWhere({ type: 'auth.staff-login' })).toEqual(['auth.staff-login']);
      expect(await typesWhere({ type: 'auth.*' })).toEqual(['auth.user-blocked', 'auth.staff-login']);
      expect(await typesWhere({ type: 'auth' })).toEqual([]);
      expect(await typesWhere({ actor: 'other' })).toEqual(['auth.user-blocked']);
      expect(await typesWhere({ actor: 'OTHER' })).toEqual([]);
      expect(await typesWhere({ actor: 'system' })).toEqual(['order.shipped']);
      expect(await typesWhere({ actor: 'other', type: 'order.*' })).toEqual([]);
    });

    it('is read page by page, newest first', async () => {
      for (const n of [1, 2, 3]) await record(`t.${'a'.repeat(n)}`);
      const first = await queries.list({}, { limit: 2, after: null, offset: null });
      expect(first.items.map(({ type }) => type)).toEqual(['t.aaa', 't.aa']);
      expect(first).not.toHaveProperty('total');
      const after = Buffer.from(first.nextCursor ?? '', 'base64url').toString('latin1');
      const last = await queries.list({}, { limit: 2, after, offset: null });
      expect(last).toMatchObject({ items: [{ type: 't.a' }], nextCursor: null });
      const numbered = await queries.list({ type: 't.*' }, { limit: 2, after: null, offset: 2 });
      expect(numbered).toMatchObject({ items: [{ type: 't.a' }], total: 3 });
    });
  });
});

describe('an actor', () => {
  const [ip, id] = ['203.0.113.9', 'r-1'];

  it('is whoever is signed in', () => {
    const user = { kind: 'shopper', id: 'u', sessionId: 's', account: 'oAbC' } as const;
    expect(actorOf({ user, ip, id })).toEqual({ kind: 'shopper', id: 'u', ip, requestId: id });
  });

  it('is anonymous on a public route', () => {
    expect(actorOf({ ip, id })).toEqual({ kind: 'anonymous', id: null, ip, requestId: id });
  });

  it('has no address that a proxy made up', () => {
    expect(actorOf({ ip: 'claimed; by a client', id }).ip).toBeNull();
  });
});
