import { Injectable } from '@nestjs/common';
import { And, Equal, In, LessThan, LessThanOrEqual, MoreThan, MoreThanOrEqual, Or } from 'typeorm';
import { Database, isUniqueViolation } from '#platform/database';
import { Outbox } from '#platform/events';
import { latestCheck, nextCheckAfter } from '../domain/check-schedule.js';
import { Payment } from '../domain/payment.js';
import { Payments, TransactionTaken } from '../domain/payments.js';
import { PaymentEntity } from './payment.entity.js';

@Injectable()
export class SqlPayments extends Payments {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  async add(payment: Payment): Promise<boolean> {
    try {
      const nextCheckAt = nextCheckAfter(0, payment.snapshot.createdAt);
      await this.database.manager.insert(PaymentEntity, { ...rowOf(payment), nextCheckAt, checks: 0 });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  change<T>(id: string, mutate: (payment: Payment) => T): Promise<T> {
    return this.database.transaction(async () => {
      const payment = paymentFrom(await this.locked(id));
      const { version } = payment.snapshot;
      const result = mutate(payment);
      const changed = payment.snapshot.version;
      if (changed === version) return result;
      await this.save(payment, version);
      await this.outbox.append([{ aggregateId: id, version: changed, events: payment.takeEvents() }]);
      return result;
    });
  }

  async byAttemptNo(attemptNo: string): Promise<Payment | null> {
    const entity = await this.database.manager.findOneBy(PaymentEntity, { attemptNo });
    return entity && paymentFrom(entity);
  }

  async withAttemptNos(attemptNos: readonly string[]): Promise<Payment[]> {
    if (attemptNos.length === 0) return [];
    const entities = await this.database.manager.findBy(PaymentEntity, { attemptNo: In(attemptNos) });
    return entities.map(paymentFrom);
  }

  async paidBetween(from: Date, to: Date, last: Payment | null, limit: number): Promise<Payment[]> {
    const paidAt = last?.snapshot.paidAt;
    const entities = await this.database.manager.find(PaymentEntity, {
      where:
        last && paidAt
          ? [{ paidAt: And(MoreThan(paidAt), LessThan(to)) }, { paidAt: Equal(paidAt), id: MoreThan(last.id) }]
          : { paidAt: And(MoreThanOrEqual(from), LessThan(to)) },
      order: { paidAt: 'ASC', id: 'ASC' },
      take: limit,
    });
    return entities.map(paymentFrom);
  }

  async byTransactionId(transactionId: string): Promise<Payment | null> {
    const entity = await this.database.manager.findOneBy(PaymentEntity, { transactionId });
    return entity && paymentFrom(entity);
  }

  async ofOrder(orderId: string): Promise<Payment[]> {
    const entities = await this.database.manager.find(PaymentEntity, { where: { orderId }, order: { id: 'DESC' } });
    return entities.map(paymentFrom);
  }

  async get(id: string): Promise<Payment> {
    return paymentFrom(await this.database.manager.findOneByOrFail(PaymentEntity, { id }));
  }

  claimUnsettled(limit: number, now: Date): Promise<Payment[]> {
    return this.database.transaction(async () => {
      const due = await this.database.manager.find(PaymentEntity, {
        where: { nextCheckAt: Or(LessThanOrEqual(now), MoreThan(latestCheck(now))) },
        order: { nextCheckAt: 'ASC' },
        take: limit,
        ...(this.database.dialect === 'mysql' && { lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' } }),
      });
      for (const { id, checks } of due) {
        const next = { nextCheckAt: nextCheckAfter(checks + 1, now), checks: checks + 1 };
        await this.database.manager.update(PaymentEntity, { id }, next);
      }
      return due.map(paymentFrom);
    });
  }

  private async locked(id: string): Promise<PaymentEntity> {
    const entity = await this.database.manager.findOne(PaymentEntity, {
      where: { id },
      ...(this.database.dialect === 'mysql' && { lock: { mode: 'pessimistic_write' } }),
    });
    if (!entity) throw new Error(`There is no payment ${id}`);
    return entity;
  }

  private async save(payment: Payment, version: number): Promise<void> {
    try {
      const { affected } = await this.database.manager.update(
        PaymentEntity,
        { id: payment.id, version },
        rowOf(payment),
      );
      if (affected !== 1) throw new Error(`Payment ${payment.id} was changed by somebody else`);
    } catch (error) {
      throw isUniqueViolation(error) ? new TransactionTaken() : error;
    }
  }
}

function rowOf({ snapshot, isOpen }: Payment) {
  return isOpen
    ? { ...snapshot, openOrderId: snapshot.orderId }
    : { ...snapshot, openOrderId: null, nextCheckAt: null };
}

function paymentFrom({ amountFen, openOrderId: _, nextCheckAt: __, checks: ___, ...state }: PaymentEntity): Payment {
  return Payment.restore({ ...state, amountFen: Number(amountFen) });
}
