import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '#platform/database';
import { PaymentEntity } from './payment.entity.js';

class CreatePayments1764000006001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'payments',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      attempt_no ${t.key} NOT NULL,
      order_id ${t.id} NOT NULL,
      open_order_id ${t.id} NULL,
      customer_id ${t.id} NOT NULL,
      account ${t.key} NOT NULL,
      amount_fen ${t.bigint} NOT NULL,
      status ${t.word} NOT NULL,
      prepared_as ${t.key} NULL,
      prepared_until ${t.time} NULL,
      transaction_id ${t.key} NULL,
      paid_at ${t.time} NULL,
      expires_at ${t.time} NOT NULL,
      created_at ${t.time} NOT NULL,
      version ${t.int} NOT NULL,
      CONSTRAINT uq_payments_attempt UNIQUE (attempt_no),
      CONSTRAINT uq_payments_open_order UNIQUE (open_order_id),
      CONSTRAINT uq_payments_transaction UNIQUE (transaction_id)`,
      { indexes: { ix_payments_order: 'order_id, id' } },
    );
    await createTable(
      runner,
      'payment_rejections',
      (t) => `
      rejection_key ${t.key} NOT NULL PRIMARY KEY,
      rejected_at ${t.time} NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE payment_rejections');
    await runner.query('DROP TABLE payments');
  }
}

export const paymentSchema: ContextSchema = {
  entities: [PaymentEntity],
  migrations: [CreatePayments1764000006001],
};
