import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { UserDirectory } from '../../user/index.js';
import { Sessions } from '../domain/sessions.js';
import { UserBlocks } from '../domain/user-blocks.js';

export interface BlockUserCommand {
  readonly userId: string;
  readonly reason: string;
  readonly staffId: string;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

/** Signs a user out everywhere and keeps them from signing in again. Asking twice is harmless. */
@Injectable()
export class BlockUser {
  constructor(
    private readonly users: UserDirectory,
    private readonly blocks: UserBlocks,
    private readonly sessions: Sessions,
    private readonly idempotency: Idempotency,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws UserNotFound, PersonErased, KeysUnavailable, IdempotencyKeyReused, FirstRequestStillRunning */
  async execute({ userId, reason, staffId, actor, key }: BlockUserCommand): Promise<IdempotentResult> {
    await this.users.mustExist(userId);
    const sealed = await this.blocks.sealReason(userId, reason);
    return this.idempotency.once(key, userId, async () => {
      const now = this.clock.now();
      const isNew = await this.blocks.add({ userId, reason: sealed, blockedBy: staffId, at: now });
      await this.sessions.revokeAll(userId, now);
      // What staff wrote about the person stays out of the log.
      if (isNew) await this.audit.record({ type: 'auth.user-blocked', actor, subject: userId });
    });
  }
}
