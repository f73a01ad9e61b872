import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { PersonalDataCipher } from '#platform/crypto';
import { type ExportSection, PersonalDataHolders } from '#platform/privacy';
import { UserDirectory } from './user-directory.js';

export interface ExportPersonalDataCommand {
  readonly userId: string;
  readonly actor: Actor;
}

/** Everything that is held about somebody. Nothing of it has been read yet. */
export interface PersonalDataExport {
  readonly exportedAt: Date;
  readonly sections: readonly ExportSection[];
}

@Injectable()
export class ExportPersonalData {
  constructor(
    private readonly users: UserDirectory,
    private readonly holders: PersonalDataHolders,
    private readonly cipher: PersonalDataCipher,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws UserNotFound, PersonErased, KeysUnavailable */
  async execute({ userId, actor }: ExportPersonalDataCommand): Promise<PersonalDataExport> {
    await this.users.mustExist(userId);
    // Now, while it can be refused whole: once the answer has begun it could only break off.
    await this.cipher.of(userId);
    const sections = this.holders.sections(userId);
    await this.audit.record({ type: 'data.exported', actor, subject: userId });
    return { exportedAt: this.clock.now(), sections };
  }
}
