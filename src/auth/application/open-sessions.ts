import { Injectable, Logger } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { within } from '#platform/activity';
import { Config } from '#platform/config';
import { KeysUnavailable, PersonErased } from '#platform/crypto';
import { UserDirectory, type UserProfile } from '../../user/index.js';
import { Identities } from '../domain/identities.js';
import { RefreshToken } from '../domain/refresh-token.js';
import { Session } from '../domain/session.js';
import { Sessions } from '../domain/sessions.js';
import { FindOrJoin, type Recognised } from './find-or-join.js';
import { Grants } from './grants.js';
import { type Arrival, type Ending, ERASED, hasEnded, onward, type Opening, outcomesOf } from './opening.js';
import { Secrets } from './secrets.js';

/** An arrival with all that its session and the answer need. */
interface Prepared {
  readonly arrival: Arrival;
  readonly user: UserProfile;
  readonly isNew: boolean;
  /** Sealed; null: it is not kept. */
  readonly sessionKey: string | null;
}

interface WithSession extends Prepared {
  readonly token: RefreshToken;
  readonly session: Session;
}

/**
 * Opens sessions for a list of arrivals, with as many statements as for one. Each stands for itself: one that is
 * blocked, unreadable or being erased keeps nobody else out.
 */
@Injectable()
export class OpenSessions {
  private readonly log = new Logger(OpenSessions.name);

  constructor(
    private readonly findOrJoin: FindOrJoin,
    private readonly identities: Identities,
    private readonly users: UserDirectory,
    private readonly sessions: Sessions,
    private readonly secrets: Secrets,
    private readonly grants: Grants,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Answers each arrival, in the list's order: refused with AccountBlocked, or with what failed for it alone.
   * @throws what looking the accounts up throws: nobody is let in
   */
  async execute(arrivals: readonly Arrival[]): Promise<readonly Opening[]> {
    const recognised = await this.findOrJoin.execute(arrivals);
    const prepared = await onward(recognised, (some) => this.prepare(some));
    const withSession = await onward(prepared, (some) => this.addSessions(some));
    // Only now: an erasure that did not see the new session has taken the identity away before this looks for it.
    return onward(withSession, (some) => this.renewIdentities(some));
  }

  /** Profiles and keys: neither waits for the other. */
  private async prepare(some: readonly Recognised[]): Promise<readonly (Prepared | Ending)[]> {
    const [profiles, sessionKeys] = await Promise.all([
      this.profilesOf(some.filter(({ joined }) => joined === null)),
      Promise.all(some.map((one) => this.sealSessionKey(one))),
    ]);
    return some.map(({ arrival, userId, joined }, at): Prepared | Ending => {
      // Who has no profile was erased since their account was found.
      const user = joined ?? profiles.get(userId) ?? ERASED;
      const sealed = sessionKeys[at] ?? { sessionKey: null };
      if (hasEnded(user)) return user;
      if (hasEnded(sealed)) return sealed;
      return { arrival, user, isNew: joined !== null, sessionKey: sealed.sessionKey };
    });
  }

  /** By user id. */
  private profilesOf(returning: readonly Recognised[]): Promise<ReadonlyMap<string, UserProfile | Ending>> {
    const userIds = new Set(returning.map(({ userId }) => userId));
    return outcomesOf([...userIds], async (some) => [...(await this.users.findProfiles(some))]);
  }

  private async sealSessionKey({ userId, arrival }: Recognised): Promise<Pick<Prepared, 'sessionKey'> | Ending> {
    const { activity, sessionKey } = arrival;
    const sealing = () => this.identities.sealSessionKey(userId, sessionKey);
    try {
      return { sessionKey: await (activity ? within(activity, sealing) : sealing()) };
    } catch (error) {
      if (error instanceof PersonErased) return ERASED;
      if (!(error instanceof KeysUnavailable)) return { refused: error };
      // Without keys to encrypt it it is not kept: who needs it later is told to sign in again (1004).
      this.log.warn('A session key is not kept: no key-management service');
      return { sessionKey: null };
    }
  }

  private async addSessions(some: readonly Prepared[]): Promise<readonly WithSession[]> {
    const withSession = some.map((one) => this.newSession(one));
    await this.sessions.add(...withSession.map(({ session }) => session));
    return withSession;
  }

  private newSession(prepared: Prepared): WithSession {
    const { arrival, user } = prepared;
    const token = new RefreshToken(newId(), this.secrets.next(), this.secrets.next());
    const digests = { family: this.secrets.digest(token.family), secret: this.secrets.digest(token.secret) };
    const who = { id: token.sessionId, userId: user.id, account: arrival.account };
    const { refreshTtl: ttl, sessionMaxAge: maxAge } = this.config.auth;
    const session = Session.open(who, digests, arrival.device, this.clock.now(), { ttl, maxAge });
    return { ...prepared, token, session };
  }

  private async renewIdentities(some: readonly WithSession[]): Promise<readonly Opening[]> {
    const there = await this.identities.renew(
      ...some.map(({ user, sessionKey, arrival: { unionAccount, answeredAt } }) => ({
        userId: user.id,
        unionAccount,
        sessionKey,
        answeredAt,
      })),
    );
    return Promise.all(some.map((one) => this.answer(one, there.has(one.user.id))));
  }

  private async answer({ user, isNew, token, session }: WithSession, isThere: boolean): Promise<Opening> {
    if (isThere) return { opened: { grant: this.grants.for(user.id, token, session.snapshot()), user, isNew } };
    await this.sessions.removeAll(user.id);
    return ERASED;
  }
}
