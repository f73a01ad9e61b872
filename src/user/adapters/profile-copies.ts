import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { ReadyJson } from '#platform/http';
import { NOT_SHARED, RevocableCopies, Revocations } from '#platform/revocation';
import type { UserProfile } from '../application/user-directory.js';
import { UserQueries } from './user.queries.js';

const OPTIONS = { name: 'profiles', prefix: '', most: 20_000, localTtl: 600_000, redisTtl: 0 };
const NEVER = new Date(8.64e15);
const NOT_KEPT = new Date(0);

/** What is revoked where a profile changes, or ends: every copy of it, on every process. */
export const profileOf = (userId: string) => `profile:${userId}`;

/** A profile, and its JSON once somebody has asked for that. */
class ShownProfile {
  private bytes: ReadyJson<UserProfile> | null = null;

  constructor(readonly profile: UserProfile) {}

  get json(): ReadyJson<UserProfile> {
    return (this.bytes ??= ReadyJson.of(this.profile));
  }
}

/**
 * Profiles as their owners see them, by user id: in this process, and behind it the database. They are about people, so
 * Redis has none of them, and of one that is revoked nothing stays here either.
 */
@Injectable()
export class ProfileCopies {
  private readonly copies: RevocableCopies<ShownProfile>;

  constructor(
    private readonly queries: UserQueries,
    revocations: Revocations,
    clock: Clock,
  ) {
    this.copies = new RevocableCopies(revocations, NOT_SHARED, clock, OPTIONS);
    revocations.whenRevoked(profileOf(''), (userId) => this.copies.drop(userId));
  }

  peek(userId: string): ReadyJson<UserProfile> | null {
    return this.copies.peek(userId)?.json ?? null;
  }

  /** @throws UserNotFound, KeysUnavailable */
  async find(userId: string): Promise<ReadyJson<UserProfile>> {
    const load = async () => new ShownProfile(await this.queries.profile(userId));
    const found = await this.copies.find(userId, async () => originalOf(await load(), NEVER));
    // Whoever has no profile is told so by `load`.
    return (found ?? (await load())).json;
  }

  /**
   * By user id: without those whom there are not, and without phone numbers while these cannot be read. The profile of who signs in
   * is here when it is asked for next; one without its phone number is not kept.
   */
  async atSignIn(userIds: readonly string[]): Promise<ReadonlyMap<string, UserProfile>> {
    const found = await this.copies.findAll(userIds, async (missing) => {
      const read = await this.queries.profilesAtSignIn(missing);
      return new Map(
        read.map(({ profile, isWhole }) => [
          profile.id,
          originalOf(new ShownProfile(profile), isWhole ? NEVER : NOT_KEPT),
        ]),
      );
    });
    return new Map([...found].map(([userId, { profile }]) => [userId, profile]));
  }
}

function originalOf(value: ShownProfile, expiresAt: Date) {
  return { value, subject: profileOf(value.profile.id), expiresAt };
}
