import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ManualClock, newId } from '#kernel';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { cryptoSchema, PersonalDataUnreadable } from '#platform/crypto';
import { aCipher } from '#platform/crypto/testing';
import { createTable, type Database, placeholders } from '#platform/database';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { UserDirectory, type UserProfile } from '../../user/index.js';
import { AuthPersonalData } from '../adapters/auth-personal-data.js';
import { authConfig } from '../adapters/in-memory-config.js';
import { JwtAccessTokens } from '../adapters/jwt-access-tokens.js';
import { RandomSecrets } from '../adapters/random-secrets.js';
import { authSchema } from '../adapters/schema.js';
import { SqlIdentities } from '../adapters/sql-identities.js';
import { SqlSessions } from '../adapters/sql-sessions.js';
import { SqlUserBlocks } from '../adapters/sql-user-blocks.js';
import { FindOrJoin } from '../application/find-or-join.js';
import { Grants } from '../application/grants.js';
import { OpenSessions } from '../application/open-sessions.js';
import type { SignedIn } from '../application/opening.js';
import { SignInWithWechat } from '../application/sign-in-with-wechat.js';
import { type WechatAccount, WechatLogin } from '../application/wechat-login.js';
import { LoginCodeInvalid } from '../domain/errors.js';

class CreateJoined1764000009900 implements MigrationInterface {
  up = (runner: QueryRunner) => createTable(runner, 'joined', (t) => `id ${t.id} NOT NULL PRIMARY KEY`);
  down = async (runner: QueryRunner) => void (await runner.query('DROP TABLE joined'));
}
const directorySchema = { entities: [], migrations: [CreateJoined1764000009900] };

export const signingInSchemas = [revocationSchema, cryptoSchema, authSchema, directorySchema];

export const profileOf = (id: string) => ({
  id,
  nickname: '微信用户',
  avatarUrl: '',
  phone: null,
  createdAt: new Date(0),
});

/** Users who joined are rows, so that a transaction that is rolled back takes them along. */
export class Directory extends UserDirectory {
  readonly unreadable = new Set<string>();

  constructor(private readonly database: Database) {
    super();
  }

  async join(count: number): Promise<UserProfile[]> {
    const ids = Array.from({ length: count }, () => newId());
    await this.database.execute(`INSERT INTO joined (id) VALUES ${placeholders(count, 1)}`, ids);
    return ids.map(profileOf);
  }

  async findProfiles(ids: readonly string[]): Promise<ReadonlyMap<string, UserProfile>> {
    if (ids.some((id) => this.unreadable.has(id))) throw new PersonalDataUnreadable();
    return new Map(ids.map((id) => [id, profileOf(id)]));
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

/** Shoppers who sign in on a real database, as one process lets them in. */
export class SigningIn {
  readonly clock = new ManualClock();
  readonly audit = new InMemoryAuditLog();
  readonly actor = { kind: 'anonymous', id: null, ip: '203.0.113.9', requestId: 'r-1' } as const;
  readonly directory: Directory;
  readonly identities: SqlIdentities;
  readonly sessions: SqlSessions;
  readonly blocks: SqlUserBlocks;
  readonly accessTokens: JwtAccessTokens;
  private readonly held: AuthPersonalData;
  private readonly useCase: SignInWithWechat;

  constructor(readonly database: Database) {
    const [config, cipher] = [authConfig(), aCipher(database)];
    this.directory = new Directory(database);
    this.identities = new SqlIdentities(database, cipher);
    this.sessions = new SqlSessions(database, aRevocations(database));
    this.blocks = new SqlUserBlocks(database, cipher);
    this.accessTokens = new JwtAccessTokens(config, this.clock);
    this.held = new AuthPersonalData(database, this.identities, this.sessions, this.blocks);
    const openSessions = new OpenSessions(
      new FindOrJoin(this.identities, this.directory, database),
      ...([this.identities, this.directory, this.sessions, new RandomSecrets()] as const),
      ...([new Grants(this.accessTokens, config), this.clock, config] as const),
    );
    this.useCase = new SignInWithWechat(new Wechat(), openSessions, this.audit, this.clock, config);
  }

  /** As a process that is told to stop. */
  stop(): Promise<void> {
    return this.useCase.beforeApplicationShutdown();
  }

  signIn(code: string): Promise<SignedIn> {
    return this.useCase.execute({ code, device: { userAgent: 'MicroMessenger', ip: '' }, actor: this.actor });
  }

  async block(userId: string): Promise<void> {
    await this.blocks.add({ userId, reason: 'fraud', blockedBy: newId(), at: this.clock.now() });
  }

  erase(userId: string): Promise<void> {
    return this.database.transaction(() => this.held.erase(userId));
  }

  async sessionsOf(userId: string): Promise<{ account: string }[]> {
    return this.database.query('SELECT account FROM sessions WHERE user_id = ?', [userId]);
  }
}
