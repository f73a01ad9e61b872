import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '#platform/audit';
import { PersonalDataCipher } from '#platform/crypto';
import { Database } from '#platform/database';
import { PersonalDataHolders } from '#platform/privacy';
import { UserNotFound } from '../domain/errors.js';
import { Users } from '../domain/users.js';

export interface EraseUserCommand {
  readonly userId: string;
  readonly actor: Actor;
}

/**
 * Erases a person: every context erases what names or finds them, and their data key is destroyed, which makes what
 * it has sealed unreadable wherever it lies. All of it or nothing.
 */
@Injectable()
export class EraseUser {
  constructor(
    private readonly users: Users,
    private readonly holders: PersonalDataHolders,
    private readonly cipher: PersonalDataCipher,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /** @throws UserNotFound, ErasureMustWait */
  async execute({ userId, actor }: EraseUserCommand): Promise<void> {
    await this.database.transaction(async () => {
      if (!(await this.users.lock(userId))) throw new UserNotFound();
      await this.holders.assertErasable(userId);
      await this.holders.erase(userId);
      await this.cipher.erase(userId);
      await this.audit.record({ type: 'data.erased', actor, subject: userId });
    });
  }
}
