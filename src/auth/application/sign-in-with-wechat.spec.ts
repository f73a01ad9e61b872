import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ManualClock, newId } from '#kernel';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { cryptoSchema, KeysUnavailable } from '#platform/crypto';
import { createTable, type Database } from '#platform/database';
import { onEachDatabase } from '../../../test/support/databases.js';
import { UserDirectory, type UserProfile } from '../../user/index.js';
import { AuthPersonalData } from '../adapters/auth-personal-data.js';
import { DatabaseIdentities } from '../adapters/database-identities.js';
import { DatabaseLiveSessions } from '../adapters/database-live-sessions.js';
import { DatabaseUserBlocks } from '../adapters/database-user-blocks.js';
import { DatabaseSessions } from '../adapters/database-sessions.js';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { aCipher } from '#platform/crypto/testing';
import { authConfig } from '../adapters/in-memory-config.js';
import { InMemoryVerifiedShoppers } from '../adapters/in-memory-verified-shoppers.js';
import { JwtAccessTokens } from '../adapters/jwt-access-tokens.js';
import { RandomSecrets } from '../adapters/random-secrets.js';
import { authSchema } from '../adapters/schema.js';
import { LoginCodeInvalid } from '../domain/errors.js';
import { AuthenticateShopper } from './authenticate-shopper.js';
import { Grants } from './grants.js';
import { SignInWithWechat } from './sign-in-with-wechat.js';
import { type WechatAccount, WechatLogin } from './wechat-login.js';

class CreateJoined1764000009900 implements MigrationInterface {
  up = (runner: QueryRunner) => createTable(runner, 'joined', (t) => `id ${t.id} NOT NULL PRIMARY KEY`);
  down = async (runner: QueryRunner) => void (await runner.query('DROP TABLE joined'));
}
const directorySchema = { entities: [], migrations: [CreateJoined1764000009900] };

/** Users who joined are rows, so that a transaction that is rolled back takes them along. */
class Directory extends UserDirectory {
  constructor(private readonly database: Database) {
    super();
  }

  async join(): Promise<UserProfile> {
    const id = newId();
    await this.database.execute('INSERT INTO joined (id) VALUES (?)', [id]);
    return this.findProfile(id);
  }

  async findProfile(id: string): Promise<UserProfile> {
    return { id, nickname: '微信用户', avatarUrl: '', phone: null, createdAt: new Date(0) };
  }

  async mustExist(): Promise<void> {}

  async hold(): Promise<void> {}

  async addressOf(): Promise<null> {
    return null;
  }

  async withPhone(): Promise<null> {
    return null;
  }

  async count(): Promise<number> {
    return (await this.database.query('SELECT id FROM joined')).length;
  }
}

/** The code is the account; each answer brings another session key, as WeChat may. */
class Wechat extends WechatLogin {
  answers = 0;

  async identify(code: string): Promise<WechatAccount> {
    if (code === 'refused') throw new LoginCodeInvalid();
    return { account: code, unionAccount: null, sessionKey: `key ${++this.answers}` };
  }
}

describe('signing in with WeChat', () => {
  onEachDatabase([revocationSchema, cryptoSchema, authSchema, directorySchema], (database) => {
    const [clock, config, device] = [new ManualClock(), authConfig(), { userAgent: 'MicroMessenger', ip: '' }];
    const accessTokens = new JwtAccessTokens(config, clock);
    const audit = new InMemoryAuditLog();
    const actor = { kind: 'anonymous', id: null, ip: '203.0.113.9', requestId: 'r-1' } as const;
    let directory: Directory;
    let identities: DatabaseIdentities;
    let blocks: DatabaseUserBlocks;
    let signIn: (code: string) => ReturnType<SignInWithWechat['execute']>;

    beforeAll(() => {
      directory = new Directory(database());
      identities = new DatabaseIdentities(database(), aCipher(database()));
      blocks = new DatabaseUserBlocks(database(), aCipher(database()));
      const useCase = new SignInWithWechat(
        new Wechat(),
        identities,
        directory,
        new DatabaseSessions(database(), aRevocations(database())),
        blocks,
        new RandomSecrets(),
        new Grants(accessTokens, config, clock),
        audit,
        database(),
        clock,
        config,
      );
      signIn = (code) => useCase.execute({ code, device, actor });
    });
    beforeEach(() => {
      clock.advance(1_000);
      audit.entries.splice(0);
    });

    it('makes a user of an account that is new, and knows it the next time', async () => {
      const [first, second] = [await signIn('oReturning'), await signIn('oReturning')];
      expect([first.isNew, second.isNew]).toEqual([true, false]);
      expect(second.user.id).toBe(first.user.id);
    });

    it('grants tokens that tell who asks', async () => {
      const { grant, user } = await signIn('oGranted');
      expect(grant).toMatchObject({ tokenType: 'Bearer', expiresIn: 3_600, refreshExpiresIn: 30 * 86_400 });
      const authenticate = new AuthenticateShopper(
        accessTokens,
        new DatabaseLiveSessions(database(), clock),
        new RandomSecrets(),
        new InMemoryVerifiedShoppers(clock),
      );
      const [sessionId] = grant.refreshToken.split('.');
      expect(await authenticate.execute(grant.accessToken)).toEqual({
        ...{ kind: 'shopper', id: user.id, sessionId, account: 'oGranted' },
      });
    });

    it('opens a session of its own each time', async () => {
      const [first, second] = [await signIn('oTwice'), await signIn('oTwice')];
      expect(first.grant.refreshToken.split('.')[0]).not.toBe(second.grant.refreshToken.split('.')[0]);
    });

    it('takes accounts that differ in case alone for different users', async () => {
      const [one, other] = [await signIn('oAbCdE'), await signIn('oabcde')];
      expect(other.isNew).toBe(true);
      expect(other.user.id).not.toBe(one.user.id);
    });

    it('makes one user of an account that signs in many times at once', async () => {
      const before = await directory.count();
      const all = await Promise.all(Array.from({ length: 10 }, () => signIn('oParallel')));
      expect(new Set(all.map(({ user }) => user.id)).size).toBe(1);
      expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(await directory.count()).toBe(before + 1);
    });

    it('keeps the session key of the last sign-in, and no token in the clear', async () => {
      const { user } = await signIn('oKey');
      const first = await identities.find(user.id);
      clock.advance(1);
      const { grant } = await signIn('oKey');
      const last = await identities.find(user.id);
      expect(last?.answeredAt).toEqual(clock.now());
      expect(last?.sessionKey).not.toBe(first?.sessionKey);
      const kept = JSON.stringify(await database().query('SELECT * FROM sessions'));
      for (const part of grant.refreshToken.split('.').slice(1)) expect(kept).not.toContain(part);
    });

    it('refuses who is blocked (1107) until the block is lifted', async () => {
      const { user } = await signIn('oBlocked');
      const kept = await identities.find(user.id);
      await blocks.add({ userId: user.id, reason: 'fraud', blockedBy: newId(), at: clock.now() });
      await expect(signIn('oBlocked')).rejects.toMatchObject({ code: 1107 });
      expect(await identities.find(user.id)).toEqual(kept);
      await blocks.remove(user.id);
      expect((await signIn('oBlocked')).user.id).toBe(user.id);
    });

    it('goes on without the session key while the keys that encrypt it are out of reach', async () => {
      const renew = jest.spyOn(identities, 'renew').mockRejectedValueOnce(new KeysUnavailable());
      const { user, isNew } = await signIn('oNoKeys');
      expect(isNew).toBe(true);
      expect(await identities.find(user.id)).toMatchObject({ sessionKey: null });
      renew.mockRestore();
    });

    it('makes a new person of somebody who is erased while they sign in, and opens no session of the old one', async () => {
      const { user } = await signIn('oErasedMeanwhile');
      const sessions = new DatabaseSessions(database(), aRevocations(database()));
      const held = new AuthPersonalData(database(), identities, sessions, blocks);
      const blocked = jest.spyOn(blocks, 'includes').mockImplementationOnce(async () => {
        await database().transaction(() => held.erase(user.id));
        return false;
      });
      const again = await signIn('oErasedMeanwhile');
      blocked.mockRestore();
      expect(again.isNew).toBe(true);
      expect(again.user.id).not.toBe(user.id);
      expect(await database().query('SELECT id FROM sessions WHERE user_id = ?', [user.id])).toEqual([]);
    });

    it('is on record, failed or not, without code, key or account', async () => {
      const { user } = await signIn('oOnRecord');
      await expect(signIn('refused')).rejects.toThrow(LoginCodeInvalid);
      expect(audit.entries).toMatchObject([
        { type: 'auth.login', actor: { kind: 'shopper', id: user.id }, subject: user.id, facts: { isNew: true } },
        { type: 'auth.login-failed', actor, subject: null, facts: { code: 1101 } },
      ]);
      expect(JSON.stringify(audit.entries)).not.toMatch(/oOnRecord|refused|key /);
    });

    it('makes nobody a user whose code WeChat refuses', async () => {
      const before = await directory.count();
      await expect(signIn('refused')).rejects.toThrow(LoginCodeInvalid);
      expect(await directory.count()).toBe(before);
    });
  });
});
