import { Injectable, Logger } from '@nestjs/common';
import { SYSTEM } from '#platform/activity';
import { AuditLog } from '#platform/audit';
import { FindPaidAttempt, type PaidAttempt } from './find-paid-attempt.js';

/** The provider waits for goods to be shipped and holds the money back until then: staff see it in the audit log. */
@Injectable()
export class NoteShipmentReminder {
  private readonly log = new Logger(NoteShipmentReminder.name);

  constructor(
    private readonly find: FindPaidAttempt,
    private readonly audit: AuditLog,
  ) {}

  /** To be run in the transaction that remembers the news. */
  async execute(paid: PaidAttempt): Promise<void> {
    const orderId = (await this.find.execute(paid))?.snapshot.orderId ?? null;
    this.log.warn({ orderId }, 'WeChat reminds of goods that wait to be shipped');
    if (orderId === null) return;
    await this.audit.record({ type: 'payment.shipment-reminded', actor: SYSTEM, subject: orderId });
  }
}
