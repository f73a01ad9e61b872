import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { ReadyJson } from '#platform/http';
import { NOT_SHARED, RevocableCopies, Revocations } from '#platform/revocation';
import type { UserProfile } from '../application/user-directory.js';
import { UserQueries } from './user.queries.js';

const OPTIONS = { name: 'profiles', prefix: '', most: 20_000, localTtl: 600_000, redisTtl: 0 };
const NEVER = new Date(8.64e15);

/** What is revoked where a profile changes, or ends: every copy of it, on every process. */
export const profileOf = (userId: string) => `profile:${userId}`;

/**
 * Profiles as their owners see them, by user id: in this process, and behind it the database. They are about people, so
 * Redis has none of them, and of one that is revoked nothing stays here either.
 */
@Injectable()
export class ProfileCopies {
  private readonly copies: RevocableCopies<ReadyJson<UserProfile>>;

  constructor(
    private readonly queries: UserQueries,
    revocations: Revocations,
    clock: Clock,
  ) {
    this.copies = new RevocableCopies(revocations, NOT_SHARED, clock, OPTIONS);
    revocations.whenRevoked(profileOf(''), (userId) => this.copies.drop(userId));
  }

  peek(userId: string): ReadyJson<UserProfile> | null {
    return this.copies.peek(userId);
  }

  /** @throws UserNotFound, KeysUnavailable */
  async find(userId: string): Promise<ReadyJson<UserProfile>> {
    const load = async () => ReadyJson.of(await this.queries.profile(userId));
    const found = await this.copies.find(userId, async () => ({
      ...{ value: await load(), subject: profileOf(userId), expiresAt: NEVER },
    }));
    // Whoever has no profile is told so by `load`.
    return found ?? load();
  }
}
