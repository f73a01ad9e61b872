import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { UserDirectory } from '../../user/index.js';
import { Sessions } from '../domain/sessions.js';
import { UserBlocks } from '../domain/user-blocks.js';

export interface UnblockUserCommand {
  readonly userId: string;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

/** Lets a user sign in again; a session that was being opened while they were blocked ends with the block. Asking twice is harmless. */
@Injectable()
export class UnblockUser {
  constructor(
    private readonly users: UserDirectory,
    private readonly blocks: UserBlocks,
    private readonly sessions: Sessions,
    private readonly idempotency: Idempotency,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws UserNotFound, IdempotencyKeyReused, FirstRequestStillRunning */
  async execute({ userId, actor, key }: UnblockUserCommand): Promise<IdempotentResult> {
    await this.users.mustExist(userId);
    return this.idempotency.once(key, userId, async () => {
      if (!(await this.blocks.remove(userId))) return;
      await this.sessions.revokeAll(userId, this.clock.now());
      await this.audit.record({ type: 'auth.user-unblocked', actor, subject: userId });
    });
  }
}
