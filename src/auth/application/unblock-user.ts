import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type Made } from '#platform/idempotency';
import { UserDirectory } from '../../user/index.js';
import { UserBlocks } from '../domain/user-blocks.js';

export interface UnblockUserCommand {
  readonly userId: string;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

/** Lets a user sign in again. Asking twice is harmless. */
@Injectable()
export class UnblockUser {
  constructor(
    private readonly users: UserDirectory,
    private readonly blocks: UserBlocks,
    private readonly idempotency: Idempotency,
    private readonly audit: AuditLog,
  ) {}

  /** @throws UserNotFound */
  async execute({ userId, actor, key }: UnblockUserCommand): Promise<Made> {
    await this.users.mustExist(userId);
    return this.idempotency.once(key, userId, async () => {
      if (await this.blocks.remove(userId)) {
        await this.audit.record({ type: 'auth.user-unblocked', actor, subject: userId });
      }
    });
  }
}
