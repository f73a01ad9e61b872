import { ManualClock, newId } from '#kernel';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { cryptoSchema } from '#platform/crypto';
import { aCipher } from '#platform/crypto/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { Session } from '../domain/session.js';
import { InMemoryUserBlocks } from './in-memory-user-blocks.js';
import { authSchema } from './schema.js';
import { SqlLiveSessions } from './sql-live-sessions.js';
import { SqlSessions } from './sql-sessions.js';
import { SqlUserBlocks } from './sql-user-blocks.js';
import { userBlocksContract } from './user-blocks.contract.js';

describe('blocks in memory', () => {
  const blocks = new InMemoryUserBlocks();
  userBlocksContract(() => blocks);
});

describe('blocks', () => {
  onEachDatabase([revocationSchema, cryptoSchema, authSchema], (database) => {
    let blocks: SqlUserBlocks;
    beforeAll(() => {
      blocks = new SqlUserBlocks(database(), aCipher(database()));
    });
    userBlocksContract(() => blocks);

    it('hold what staff wrote about a person sealed', async () => {
      const userId = newId();
      const reason = await blocks.sealReason(userId, '拒收三次');
      await blocks.add({ userId, reason, blockedBy: newId(), at: new Date(0) });
      expect(JSON.stringify(await database().query('SELECT * FROM user_blocks'))).not.toContain('拒收三次');
    });

    it('close a session as well that was opened the moment its user was blocked', async () => {
      const clock = new ManualClock();
      const [sessions, live] = [
        new SqlSessions(database(), aRevocations(database())),
        new SqlLiveSessions(database(), clock),
      ];
      const who = { id: newId(), userId: newId(), account: 'oAbC' };
      await blocks.add({ userId: who.userId, reason: 'fraud', blockedBy: newId(), at: clock.now() });
      const digests = { family: 'f', secret: 's' };
      await sessions.add(
        Session.open(who, digests, { userAgent: '', ip: '' }, clock.now(), { ttl: 1_000, maxAge: 1_000 }),
      );
      expect(await live.find(who.id)).toBeNull();
    });
  });
});
