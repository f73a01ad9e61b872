import { Injectable } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import type { Role } from '../domain/permissions.js';
import { StaffMembers } from '../domain/staff-members.js';
import { Passwords } from './passwords.js';

export interface CreateStaffCommand {
  /** In the form `canonicalUsername` makes. */
  readonly username: string;
  readonly password: string;
  readonly role: Role;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

/** Adds a member of staff, who can sign in at once. */
@Injectable()
export class CreateStaff {
  constructor(
    private readonly staff: StaffMembers,
    private readonly passwords: Passwords,
    private readonly idempotency: Idempotency,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws UsernameTaken, IdempotencyKeyReused, FirstRequestStillRunning */
  async execute({ username, password, role, actor, key }: CreateStaffCommand): Promise<IdempotentResult> {
    const id = newId();
    const passwordHash = await this.passwords.hash(password);
    return this.idempotency.once(key, id, async () => {
      await this.staff.add({ id, username, passwordHash, role, active: true }, this.clock.now());
      await this.audit.record({ type: 'auth.staff-created', actor, subject: id, facts: { username, role } });
    });
  }
}
