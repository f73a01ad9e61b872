import { ManualClock, newId } from '#kernel';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { auditSchema } from '#platform/audit';
import { cryptoSchema } from '#platform/crypto';
import { Idempotency, idempotencySchema } from '#platform/idempotency';
import { aCipher } from '#platform/crypto/testing';
import { AuditBatches } from '../../../libs/platform/src/audit/audit-batches.js';
import { SqlAuditLog } from '../../../libs/platform/src/audit/sql-audit-log.js';
import { onEachDatabase } from '../../../test/support/databases.js';
import { UserDirectory, type UserProfile } from '../../user/index.js';
import { authSchema } from '../adapters/schema.js';
import { SqlLiveSessions } from '../adapters/sql-live-sessions.js';
import { SqlSessions } from '../adapters/sql-sessions.js';
import { SqlUserBlocks } from '../adapters/sql-user-blocks.js';
import { Session } from '../domain/session.js';
import { BlockUser } from './block-user.js';
import { UnblockUser } from './unblock-user.js';

class NobodyThere extends Error {}

class Directory extends UserDirectory {
  readonly known = new Set<string>();

  join(): Promise<UserProfile[]> {
    throw new Error('Nobody joins by being blocked');
  }

  findProfiles(): Promise<ReadonlyMap<string, UserProfile>> {
    throw new Error('Blocking needs no profile');
  }

  async mustExist(id: string): Promise<void> {
    if (!this.known.has(id)) throw new NobodyThere();
  }

  async hold(): Promise<void> {}

  async addressOf(): Promise<null> {
    return null;
  }

  async withPhone(): Promise<null> {
    return null;
  }
}

const clock = new ManualClock();
const staffId = newId();
const actor = { kind: 'staff', id: staffId, ip: '203.0.113.9', requestId: 'r-1' } as const;

describe('blocking a user', () => {
  onEachDatabase([revocationSchema, idempotencySchema, cryptoSchema, auditSchema, authSchema], (database) => {
    const directory = new Directory();
    let blocks: SqlUserBlocks;
    let sessions: SqlSessions;
    let block: (userId: string, key?: string) => ReturnType<BlockUser['execute']>;
    let unblock: (userId: string) => ReturnType<UnblockUser['execute']>;
    beforeAll(() => {
      blocks = new SqlUserBlocks(database(), aCipher(database()));
      sessions = new SqlSessions(database(), aRevocations(database()));
      const [idempotency, audit] = [
        new Idempotency(database(), clock),
        new SqlAuditLog(new AuditBatches(database()), clock),
      ];
      const blockUser = new BlockUser(directory, blocks, sessions, idempotency, audit, clock);
      const unblockUser = new UnblockUser(directory, blocks, sessions, idempotency, audit, clock);
      block = (userId, key) =>
        blockUser.execute({
          userId,
          reason: '恶意下单',
          staffId,
          actor,
          key: key === undefined ? null : { owner: staffId, route: 'POST /block', key, fingerprint: userId },
        });
      unblock = (userId) => unblockUser.execute({ userId, actor, key: null });
    });

    const aUser = async (userId = newId()) => {
      const sessionId = newId();
      directory.known.add(userId);
      const who = { id: sessionId, userId, account: 'oAbC' };
      const digests = { family: 'f', secret: 's' };
      await sessions.add(
        Session.open(who, digests, { userAgent: '', ip: '' }, clock.now(), { ttl: 3_600_000, maxAge: 3_600_000 }),
      );
      return { userId, sessionId };
    };
    const isLive = async (sessionId: string) => (await new SqlLiveSessions(database(), clock).find(sessionId)) !== null;
    const audited = async (userId: string) =>
      database().query('SELECT type, actor_id, facts FROM audit_log WHERE subject = ? ORDER BY id', [userId]);

    it('[P01] signs them out everywhere, and nobody else', async () => {
      const [blocked, other] = [await aUser(), await aUser()];
      await block(blocked.userId);
      expect([await isLive(blocked.sessionId), await isLive(other.sessionId)]).toEqual([false, true]);
      expect(await blocks.find(blocked.userId)).toMatchObject({ reason: '恶意下单', blockedBy: staffId });
      expect(await blocks.find(other.userId)).toBeNull();
    });

    it('leaves the session dead when the block is lifted', async () => {
      const { userId, sessionId } = await aUser();
      await block(userId);
      await unblock(userId);
      expect([await blocks.find(userId), await isLive(sessionId)]).toEqual([null, false]);
    });

    it('[P01] leaves no session alive that was being opened when they were blocked', async () => {
      const { userId } = await aUser();
      await block(userId);
      const { sessionId } = await aUser(userId);
      await unblock(userId);
      expect(await isLive(sessionId)).toBe(false);
    });

    it('is on the record once however often it is asked for, without what was written about the person', async () => {
      const { userId } = await aUser();
      await Promise.all([block(userId), block(userId), block(userId)]);
      await unblock(userId);
      await unblock(userId);
      expect(await audited(userId)).toEqual([
        { type: 'auth.user-blocked', actor_id: staffId, facts: '{}' },
        { type: 'auth.user-unblocked', actor_id: staffId, facts: '{}' },
      ]);
    });

    it('happens once under one key, whatever has happened since', async () => {
      const { userId } = await aUser();
      expect(await block(userId, 'once')).toEqual({ id: userId, replayed: false });
      await unblock(userId);
      expect(await block(userId, 'once')).toEqual({ id: userId, replayed: true });
      expect(await blocks.find(userId)).toBeNull();
    });

    it('finds nobody where there is no such user', async () => {
      await expect(block(newId())).rejects.toThrow(NobodyThere);
      await expect(unblock(newId())).rejects.toThrow(NobodyThere);
    });
  });
});
