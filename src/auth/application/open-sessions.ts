import { Injectable, Logger } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { type Activity, within } from '#platform/activity';
import { Config } from '#platform/config';
import { KeysUnavailable, PersonErased } from '#platform/crypto';
import { Database, isDatabaseUnavailable } from '#platform/database';
import { UserDirectory, type UserProfile } from '../../user/index.js';
import { AccountBlocked } from '../domain/errors.js';
import { AccountAlreadyKnown, Identities } from '../domain/identities.js';
import { RefreshToken } from '../domain/refresh-token.js';
import { type Device, Session } from '../domain/session.js';
import { Sessions } from '../domain/sessions.js';
import { type Grant, Grants } from './grants.js';
import { Secrets } from './secrets.js';
import type { WechatAccount } from './wechat-login.js';

/** Somebody of whom WeChat has said who it is. */
export interface Arrival extends WechatAccount {
  /** When WeChat answered. */
  readonly answeredAt: Date;
  readonly device: Device;
  /** In whose name their keys are used. */
  readonly activity: Activity | undefined;
}

export interface SignedIn {
  readonly grant: Grant;
  readonly user: UserProfile;
  readonly isNew: boolean;
}

/** `erased`: the user was, meanwhile; whoever comes again is a new person. */
export type Opening = { readonly opened: SignedIn } | { readonly refused: unknown } | { readonly erased: true };

/** One arrival on its way to a session, or to the end of it. */
class Visit {
  /** Whose account it is; empty: nobody's yet. */
  userId = '';
  user: UserProfile | null = null;
  isNew = false;
  /** Sealed; null: it is not kept. */
  sessionKey: string | null = null;
  session: { readonly token: RefreshToken; readonly opened: Session } | null = null;
  ending: Opening | null = null;

  constructor(readonly arrival: Arrival) {}

  get isOfNobody(): boolean {
    return this.userId === '' && this.ending === null;
  }
}

/**
 * Opens sessions for a list of arrivals, with as many statements as for one. Each stands for itself: one that is
 * blocked, unreadable or being erased keeps nobody else out.
 */
@Injectable()
export class OpenSessions {
  private readonly log = new Logger(OpenSessions.name);

  constructor(
    private readonly identities: Identities,
    private readonly users: UserDirectory,
    private readonly sessions: Sessions,
    private readonly secrets: Secrets,
    private readonly grants: Grants,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Answers each arrival, in the list's order. */
  async execute(arrivals: readonly Arrival[]): Promise<Opening[]> {
    const visits = arrivals.map((arrival) => new Visit(arrival));
    const underWay = () => visits.filter(({ ending }) => ending === null);
    await this.findOrJoin(visits);
    const returning = underWay().filter(({ isNew }) => !isNew);
    await Promise.all([
      eachForItself(returning, (some) => this.readProfiles(some)),
      ...underWay().map((visit) => this.sealSessionKey(visit)),
    ]);
    await eachForItself(underWay(), (some) => this.addSessions(some));
    // Only now: an erasure that did not see the new session has taken the identity away before this looks for it.
    await eachForItself(underWay(), (some) => this.renewIdentities(some));
    return visits.map((visit) => visit.ending ?? { refused: new Error('Each arrival has an ending') });
  }

  private async findOrJoin(visits: readonly Visit[]): Promise<void> {
    await this.find(visits);
    const strangers = visits.filter(({ isOfNobody }) => isOfNobody);
    if (strangers.length === 0) return;
    const accounts = new Set<string>();
    const firsts = strangers.filter(({ arrival: { account } }) => !accounts.has(account) && accounts.add(account));
    await eachForItself(firsts, (some) => this.join(some));
    // Who came twice, and those whose account somebody else made a user of this very moment.
    const others = strangers.filter(({ isOfNobody }) => isOfNobody);
    await this.find(others);
    for (const visit of others) if (visit.isOfNobody) visit.ending = { erased: true };
  }

  /** Whose account nobody has stays nobody's. */
  private async find(visits: readonly Visit[]): Promise<void> {
    if (visits.length === 0) return;
    const accounts = await this.identities.usersOf([...new Set(visits.map(({ arrival }) => arrival.account))]);
    for (const visit of visits) {
      const known = accounts.get(visit.arrival.account);
      if (known?.blocked) visit.ending = { refused: new AccountBlocked() };
      else visit.userId = known?.userId ?? '';
    }
  }

  /** Of those who joined it is known. Who has none was erased between two looks. */
  private async readProfiles(visits: readonly Visit[]): Promise<void> {
    const profiles = await this.users.findProfiles([...new Set(visits.map(({ userId }) => userId))]);
    for (const visit of visits) {
      visit.user = profiles.get(visit.userId) ?? null;
      if (visit.user === null) visit.ending = { erased: true };
    }
  }

  private async join(strangers: readonly Visit[]): Promise<void> {
    try {
      const joined = await this.database.transaction(async () => {
        const users = await this.users.join(strangers.length);
        await this.identities.add(
          ...strangers.map(({ arrival: { account, unionAccount, answeredAt } }, at) => ({
            ...{ userId: users[at]?.id ?? '', account, unionAccount, answeredAt },
          })),
        );
        return users;
      });
      strangers.forEach((visit, at) =>
        Object.assign(visit, { userId: joined[at]?.id ?? '', user: joined[at], isNew: true }),
      );
    } catch (error) {
      if (!(error instanceof AccountAlreadyKnown) || strangers.length > 1) throw error;
    }
  }

  private async sealSessionKey(visit: Visit): Promise<void> {
    const { activity, sessionKey } = visit.arrival;
    const sealing = () => this.identities.sealSessionKey(visit.userId, sessionKey);
    try {
      visit.sessionKey = await (activity ? within(activity, sealing) : sealing());
    } catch (error) {
      if (error instanceof PersonErased) visit.ending = { erased: true };
      // Without keys to encrypt it it is not kept: who needs it later is told to sign in again (1004).
      else if (error instanceof KeysUnavailable) this.log.warn('A session key is not kept: no key-management service');
      else visit.ending = { refused: error };
    }
  }

  private async addSessions(visits: readonly Visit[]): Promise<void> {
    const sessions = visits.map(({ userId, arrival }) => this.newSession(userId, arrival));
    await this.sessions.add(...sessions.map(({ opened }) => opened));
    visits.forEach((visit, at) => (visit.session = sessions[at] ?? null));
  }

  private newSession(userId: string, { account, device }: Arrival) {
    const token = new RefreshToken(newId(), this.secrets.next(), this.secrets.next());
    const digests = { family: this.secrets.digest(token.family), secret: this.secrets.digest(token.secret) };
    const who = { id: token.sessionId, userId, account };
    const { refreshTtl: ttl, sessionMaxAge: maxAge } = this.config.auth;
    return { token, opened: Session.open(who, digests, device, this.clock.now(), { ttl, maxAge }) };
  }

  private async renewIdentities(visits: readonly Visit[]): Promise<void> {
    const there = await this.identities.renew(
      ...visits.map(({ userId, sessionKey, arrival: { unionAccount, answeredAt } }) => ({
        ...{ userId, unionAccount, sessionKey, answeredAt },
      })),
    );
    await Promise.all(visits.map((visit) => this.end(visit, there.has(visit.userId))));
  }

  private async end(visit: Visit, isThere: boolean): Promise<void> {
    const { user, isNew, session } = visit;
    if (isThere && user && session) {
      const grant = this.grants.for(user.id, session.token, session.opened.snapshot().expiresAt);
      visit.ending = { opened: { grant, user, isNew } };
    } else {
      await this.sessions.removeAll(visit.userId);
      visit.ending = { erased: true };
    }
  }
}

/** What is wrong with one must not fail the others: where a list fails, each is tried by itself. */
async function eachForItself(visits: readonly Visit[], step: (some: readonly Visit[]) => Promise<void>): Promise<void> {
  if (visits.length === 0) return;
  try {
    await step(visits);
  } catch (error) {
    if (visits.length > 1 && !isDatabaseUnavailable(error)) {
      await Promise.all(visits.map((visit) => eachForItself([visit], step)));
    } else {
      for (const visit of visits) visit.ending = { refused: error };
    }
  }
}
