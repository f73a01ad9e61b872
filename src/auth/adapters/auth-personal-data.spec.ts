import { newId } from '#kernel';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { cryptoSchema } from '#platform/crypto';
import { aCipher } from '#platform/crypto/testing';
import { copyOf } from '#platform/privacy/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { Session } from '../domain/session.js';
import { AuthPersonalData } from './auth-personal-data.js';
import { authSchema } from './schema.js';
import { SqlIdentities } from './sql-identities.js';
import { SqlSessions } from './sql-sessions.js';
import { SqlUserBlocks } from './sql-user-blocks.js';

const SESSION_KEY = 'cGxhbnRlZCBzZXNzaW9uIGtleQ==';
const now = new Date('2026-01-31T12:00:00.000Z');

describe('what auth holds about a person', () => {
  onEachDatabase([revocationSchema, cryptoSchema, authSchema], (database) => {
    let identities: SqlIdentities;
    let sessions: SqlSessions;
    let blocks: SqlUserBlocks;
    let held: AuthPersonalData;
    beforeAll(() => {
      const cipher = aCipher(database());
      identities = new SqlIdentities(database(), cipher);
      sessions = new SqlSessions(database(), aRevocations(database()));
      blocks = new SqlUserBlocks(database(), cipher);
      held = new AuthPersonalData(database(), identities, sessions, blocks);
    });

    const aPerson = async (account: string, sessionCount = 1) => {
      const identity = { userId: newId(), account, unionAccount: null, answeredAt: now };
      await identities.add(identity);
      await identities.renew({
        ...identity,
        sessionKey: await identities.sealSessionKey(identity.userId, SESSION_KEY),
      });
      for (let n = 0; n < sessionCount; n++) {
        const who = { id: newId(), userId: identity.userId, account };
        const digests = { family: 'digest', secret: 'digest' };
        await sessions.add(
          Session.open(who, digests, { userAgent: 'Phone', ip: '203.0.113.7' }, now, { ttl: 1_000, maxAge: 1_000 }),
        );
      }
      return identity.userId;
    };
    const rowsOf = async (userId: string) => {
      const tables = ['wechat_identities', 'sessions', 'user_blocks'];
      const found = await Promise.all(
        tables.map((table) => database().query(`SELECT user_id FROM ${table} WHERE user_id = ?`, [userId])),
      );
      return found.map((rows) => rows.length);
    };

    it('is in their copy, without session keys and digests of tokens', async () => {
      const copy = await copyOf(held, await aPerson('oCopied'));
      expect(copy).toMatchObject({
        wechatAccounts: [{ account: 'oCopied', lastSignInAt: now }],
        sessions: [{ userAgent: 'Phone', ip: '203.0.113.7', createdAt: now, revokedAt: null }],
      });
      expect(JSON.stringify(copy)).not.toMatch(/digest|cGxhbnRlZ/);
    });

    it('is in their copy however much it is', async () => {
      const { sessions: copied } = await copyOf(held, await aPerson('oManySessions', 101));
      expect(new Set(copied?.map((session) => (session as { id: string }).id)).size).toBe(101);
    });

    it('is gone after an erasure, and nobody else’s is', async () => {
      const [gone, other] = [await aPerson('oGone'), await aPerson('oOther')];
      await blocks.add({ userId: gone, reason: await blocks.sealReason(gone, '拒收'), blockedBy: newId(), at: now });
      for (let twice = 0; twice < 2; twice++) await database().transaction(() => held.erase(gone));
      expect(await rowsOf(gone)).toEqual([0, 0, 0]);
      expect(await rowsOf(other)).toEqual([1, 1, 0]);
      expect(await identities.usersOf(['oGone'])).toEqual(new Map());
    });
  });
});
