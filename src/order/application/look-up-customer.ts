import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '#platform/audit';
import { UserDirectory, writtenPhone } from '../../user/index.js';

export interface LookUpCustomerCommand {
  /** What staff search for; perhaps a telephone number. */
  readonly text: string;
  readonly actor: Actor;
}

/** Finds a customer by telephone. Who searched and whom they found is on record, never the number. */
@Injectable()
export class LookUpCustomer {
  constructor(
    private readonly users: UserDirectory,
    private readonly audit: AuditLog,
  ) {}

  /** Null: the text is no telephone number, or nobody has bound it. @throws KeysUnavailable */
  async execute({ text, actor }: LookUpCustomerCommand): Promise<string | null> {
    const phone = writtenPhone(text);
    if (phone === null) return null;
    const customerId = await this.users.withPhone(phone);
    this.audit.note({ type: 'data.phone-looked-up', actor, subject: customerId });
    return customerId;
  }
}
