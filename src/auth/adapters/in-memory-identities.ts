import { AccountAlreadyKnown, Identities, type KnownAccount, type Renewal } from '../domain/identities.js';
import { furthestAheadOf, type Identity } from '../domain/identity.js';

export class InMemoryIdentities extends Identities {
  private readonly byUser = new Map<string, Identity>();

  async usersOf(accounts: readonly string[]): Promise<ReadonlyMap<string, KnownAccount>> {
    const known = [...this.byUser.values()].filter(({ account }) => accounts.includes(account));
    return new Map(known.map(({ account, userId }) => [account, { userId, blocked: false }]));
  }

  async find(userId: string): Promise<Identity | null> {
    return this.byUser.get(userId) ?? null;
  }

  async add(...identities: readonly Omit<Identity, 'sessionKey'>[]): Promise<void> {
    const known = new Set([...this.byUser.values()].map(({ account }) => account));
    for (const { account } of identities) {
      if (known.has(account)) throw new AccountAlreadyKnown();
      known.add(account);
    }
    for (const identity of identities) this.byUser.set(identity.userId, { ...identity, sessionKey: null });
  }

  async sealSessionKey(_userId: string, sessionKey: string): Promise<string> {
    return sessionKey;
  }

  async renew(...renewals: readonly Renewal[]): Promise<ReadonlySet<string>> {
    for (const { sessionKey, ...renewal } of renewals) {
      const kept = this.byUser.get(renewal.userId);
      if (!kept || isNewer(kept, renewal)) continue;
      this.byUser.set(renewal.userId, { ...kept, ...renewal, sessionKey: sessionKey ?? kept.sessionKey });
    }
    return new Set(renewals.map(({ userId }) => userId).filter((userId) => this.byUser.has(userId)));
  }

  async remove(userId: string): Promise<void> {
    this.byUser.delete(userId);
  }
}

function isNewer(kept: Identity, { answeredAt }: Pick<Renewal, 'answeredAt'>): boolean {
  return kept.answeredAt > answeredAt && kept.answeredAt <= furthestAheadOf(answeredAt);
}
