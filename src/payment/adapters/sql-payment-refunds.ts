import { Injectable } from '@nestjs/common';
import { MoreThan, Not } from 'typeorm';
import { Database, isUniqueViolation } from '#platform/database';
import { Outbox } from '#platform/events';
import { latestCheck, nextCheckAfter } from '../domain/check-schedule.js';
import { PaymentRefund } from '../domain/payment-refund.js';
import { PaymentRefunds, type Sibling } from '../domain/payment-refunds.js';
import { PaymentRefundEntity } from './payment-refund.entity.js';

@Injectable()
export class SqlPaymentRefunds extends PaymentRefunds {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  async add({ snapshot }: PaymentRefund): Promise<boolean> {
    try {
      const row = { ...snapshot, nextCheckAt: snapshot.createdAt, checks: 0, sentAt: null };
      await this.database.manager.insert(PaymentRefundEntity, row);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  change<T>(id: string, mutate: (refund: PaymentRefund) => T): Promise<T> {
    return this.database.transaction(async () => {
      const refund = await this.locked(id);
      const { version } = refund.snapshot;
      const result = mutate(refund);
      const changed = refund.snapshot.version;
      if (changed === version) return result;
      await this.save(refund, version);
      await this.outbox.append([{ aggregateId: id, version: changed, events: refund.takeEvents() }]);
      return result;
    });
  }

  async find(id: string): Promise<PaymentRefund | null> {
    const entity = await this.database.manager.findOneBy(PaymentRefundEntity, { id });
    return entity && refundFrom(entity);
  }

  claimUnsettled(limit: number, now: Date): Promise<PaymentRefund[]> {
    return this.database.transaction(async () => {
      const due = await this.database.query<{ id: string; checks: number }>(
        `SELECT id, checks FROM payment_refunds WHERE next_check_at <= ? OR next_check_at > ?
         ORDER BY next_check_at LIMIT ${limit}${this.database.forUpdateSkipLocked}`,
        [now, latestCheck(now)],
      );
      const claimed: PaymentRefund[] = [];
      for (const { id, checks } of due) {
        const next = { nextCheckAt: nextCheckAfter(Number(checks), now), checks: Number(checks) + 1 };
        await this.database.manager.update(PaymentRefundEntity, { id }, next);
        claimed.push(refundFrom(await this.database.manager.findOneByOrFail(PaymentRefundEntity, { id })));
      }
      return claimed;
    });
  }

  async noteSending(id: string, now: Date): Promise<void> {
    await this.database.manager.update(PaymentRefundEntity, { id }, { sentAt: now });
  }

  async noteRefusal(id: string, again: Date): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.manager.update(PaymentRefundEntity, { id }, { sentAt: null });
      const late = { id, nextCheckAt: MoreThan(again) };
      await this.database.manager.update(PaymentRefundEntity, late, { nextCheckAt: again });
    });
  }

  async siblingsOf({ id, snapshot: { paymentId } }: PaymentRefund): Promise<Sibling[]> {
    const others = { paymentId, id: Not(id), status: Not('failed' as const) };
    const entities = await this.database.manager.findBy(PaymentRefundEntity, others);
    return entities.map(({ amountFen, sentAt }) => ({ amountFen: Number(amountFen), sentAt }));
  }

  private async locked(id: string): Promise<PaymentRefund> {
    const entity = await this.database.manager.findOne(PaymentRefundEntity, {
      where: { id },
      ...(this.database.dialect === 'mysql' && { lock: { mode: 'pessimistic_write' } }),
    });
    if (!entity) throw new Error(`There is no refund ${id}`);
    return refundFrom(entity);
  }

  private async save({ id, snapshot, isFinal }: PaymentRefund, version: number): Promise<void> {
    const row = { ...snapshot, ...(isFinal && { nextCheckAt: null }) };
    const { affected } = await this.database.manager.update(PaymentRefundEntity, { id, version }, row);
    if (affected !== 1) throw new Error(`Refund ${id} was changed by somebody else`);
  }
}

function refundFrom({
  amountFen,
  nextCheckAt: _,
  checks: __,
  sentAt: ___,
  ...state
}: PaymentRefundEntity): PaymentRefund {
  return PaymentRefund.restore({ ...state, amountFen: Number(amountFen) });
}
