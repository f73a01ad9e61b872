import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '#platform/audit';
import { UserDirectory } from '../../user/index.js';

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
    const phone = e164Of(text);
    if (phone === null) return null;
    const customerId = await this.users.withPhone(phone);
    this.audit.note({ type: 'data.phone-looked-up', actor, subject: customerId });
    return customerId;
  }
}

/** Eleven digits are a mobile number in China. A plus that was not escaped in the URL arrives as a space. */
function e164Of(text: string): string | null {
  if (!/^[+ ]?\d[\d -]*$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  if (/^[+ ]/.test(text)) return digits.length >= 6 && digits.length <= 15 ? `+${digits}` : null;
  return digits.length === 11 ? `+86${digits}` : null;
}
