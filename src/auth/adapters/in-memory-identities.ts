import { AccountAlreadyKnown, Identities } from '../domain/identities.js';
import type { Identity } from '../domain/identity.js';

export class InMemoryIdentities extends Identities {
  private readonly byUser = new Map<string, Identity>();

  async userOf(account: string): Promise<string | null> {
    return [...this.byUser.values()].find((identity) => identity.account === account)?.userId ?? null;
  }

  async find(userId: string): Promise<Identity | null> {
    return this.byUser.get(userId) ?? null;
  }

  async add(identity: Omit<Identity, 'sessionKey'>): Promise<void> {
    if ([...this.byUser.values()].some(({ account }) => account === identity.account)) throw new AccountAlreadyKnown();
    this.byUser.set(identity.userId, { ...identity, sessionKey: null });
  }

  async renew({ sessionKey, ...identity }: Identity): Promise<boolean> {
    const kept = this.byUser.get(identity.userId);
    if (kept && kept.answeredAt <= identity.answeredAt) {
      this.byUser.set(identity.userId, { ...identity, sessionKey: sessionKey ?? kept.sessionKey });
    }
    return kept !== undefined;
  }

  async remove(userId: string): Promise<void> {
    this.byUser.delete(userId);
  }
}
