import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { RedisConnection } from '#platform/cache';
import { RevocableCopies, Revocations } from '#platform/revocation';
import type { StaffSession } from '../domain/staff-session.js';
import { type SignedInStaff, StaffSessions } from '../domain/staff-sessions.js';
import { SqlStaffSessions, staffSessionsOf } from './sql-staff-sessions.js';

/** As JSON holds it: times in milliseconds since 1970. */
interface PlainSession {
  readonly member: SignedInStaff['member'];
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
}

/** Staff sessions as `sess:` in Redis and in this process, with the database behind them. */
@Injectable()
export class CopiedStaffSessions extends StaffSessions {
  private readonly copies: RevocableCopies<PlainSession>;

  constructor(
    private readonly database: SqlStaffSessions,
    revocations: Revocations,
    redis: RedisConnection,
    clock: Clock,
  ) {
    super();
    const options = { name: 'staff', prefix: 'sess:', most: 1_000, localTtl: 60_000, redisTtl: 1_800_000 };
    this.copies = new RevocableCopies(revocations, redis, clock, options);
  }

  add(session: StaffSession, passwordHash: string): Promise<boolean> {
    return this.database.add(session, passwordHash);
  }

  async find(id: string): Promise<SignedInStaff | null> {
    const plain = await this.copies.find(id, () => this.load(id));
    return plain && signedIn(id, plain);
  }

  async extend(session: StaffSession): Promise<void> {
    await this.database.extend(session);
    this.copies.drop(session.id);
  }

  remove(id: string): Promise<void> {
    return this.database.remove(id);
  }

  removeAllOf(staffId: string, keptId: string | null): Promise<void> {
    return this.database.removeAllOf(staffId, keptId);
  }

  private async load(id: string) {
    const found = await this.database.find(id);
    if (!found) return null;
    const { member, session } = found;
    const { createdAt, lastSeenAt, expiresAt } = session;
    return {
      value: {
        member,
        createdAt: createdAt.getTime(),
        lastSeenAt: lastSeenAt.getTime(),
        expiresAt: expiresAt.getTime(),
      },
      subject: staffSessionsOf(member.id),
      expiresAt,
    };
  }
}

function signedIn(id: string, { member, createdAt, lastSeenAt, expiresAt }: PlainSession): SignedInStaff {
  const times = {
    createdAt: new Date(createdAt),
    lastSeenAt: new Date(lastSeenAt),
    expiresAt: new Date(expiresAt),
  };
  return { member, session: { id, staffId: member.id, ...times } };
}
