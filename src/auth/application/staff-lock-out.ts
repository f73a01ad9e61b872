import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '#platform/audit';
import { clientAddress, hashed, type Limiter, type Quota, RateLimiters } from '#platform/rate-limit';
import { StaffSignInLocked } from '../domain/errors.js';
import type { StaffMember } from '../domain/staff-member.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface StaffKnock {
  /** Of the member who is signed in, or what was typed, in its canonical form where it has one. */
  readonly username: string;
  /** A device this name has signed in with before, or its session that is open there; else null. */
  readonly trustedDevice: string | null;
  readonly actor: Actor;
}

type Scope = 'address' | 'name' | 'device';

interface Counted {
  readonly scope: Scope;
  readonly key: string;
  readonly quota: Quota;
}

/** One try at a password, counted before it is compared: of tries at the same time no more get through than one by one. */
export interface StaffSignInAttempt extends StaffKnock {
  readonly counted: readonly Counted[];
}

/**
 * How often passwords of staff may be guessed. A device that has signed in under this name before has a count of its own,
 * and so has a session, so that nobody else can lock it out. Other clients share two: one for each name and address, and
 * one for each name, which is the 100 failures of NIST SP 800-63B (5.2.2). A name that nobody has is counted like one
 * somebody has.
 */
@Injectable()
export class StaffLockOut {
  private readonly limiters: Readonly<Record<Scope, Limiter>>;

  constructor(
    limiters: RateLimiters,
    private readonly audit: AuditLog,
  ) {
    this.limiters = {
      address: limiters.limiter({ name: 'staff-address', points: 5, seconds: 15 * MINUTE }),
      name: limiters.limiter({ name: 'staff-name', points: 100, seconds: HOUR }),
      device: limiters.limiter({ name: 'staff-device', points: 10, seconds: 7 * DAY }),
    };
  }

  /** @throws StaffSignInLocked */
  async admit(knock: StaffKnock): Promise<StaffSignInAttempt> {
    const trusted = knock.trustedDevice === null ? null : await this.count('device', knock.trustedDevice);
    if (trusted && !trusted.quota.exceeded) return { ...knock, counted: [trusted] };
    const address = await this.count('address', hashed(`${knock.username}\0${clientAddress(knock.actor.ip)}`));
    if (address.quota.exceeded) throw new StaffSignInLocked(address.quota.resetSeconds);
    const name = await this.count('name', hashed(knock.username));
    if (!name.quota.exceeded) return { ...knock, counted: [address, name] };
    await this.limiters.address.takeBack(address.key);
    throw new StaffSignInLocked(name.quota.resetSeconds);
  }

  /** @param member whose name it is, if anybody's */
  async failed({ counted, actor }: StaffSignInAttempt, member: StaffMember | null): Promise<void> {
    for (const { scope, key, quota } of counted.filter((one) => one.quota.remaining === 0)) {
      if (scope === 'address') await this.limiters.address.lock(key, 15 * MINUTE);
      // A name that is none may be a password that went into the wrong field.
      const facts = { scope, failures: quota.limit, ...(member && { username: member.username }) };
      this.audit.note({ type: 'auth.staff-login-locked', actor, subject: member?.id ?? null, facts });
    }
  }

  /** Failures in a row are over. Those of the name go on: others may be guessing it meanwhile. */
  async succeeded({ counted }: StaffSignInAttempt): Promise<void> {
    for (const { scope, key } of counted) {
      await (scope === 'name' ? this.limiters.name.takeBack(key) : this.limiters[scope].reset(key));
    }
  }

  /** The password was not compared after all: a failure of ours is not held against anybody. */
  async takeBack({ counted }: StaffSignInAttempt): Promise<void> {
    for (const { scope, key } of counted) await this.limiters[scope].takeBack(key);
  }

  private async count(scope: Scope, key: string): Promise<Counted> {
    return { scope, key, quota: await this.limiters[scope].count(key) };
  }
}
