import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createIndex, createTable, dropIndex } from '#platform/database';
import { PaymentRefundEntity } from './payment-refund.entity.js';
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
      next_check_at ${t.time} NULL,
      checks ${t.int} NOT NULL,
      created_at ${t.time} NOT NULL,
      version ${t.int} NOT NULL,
      CONSTRAINT uq_payments_attempt UNIQUE (attempt_no),
      CONSTRAINT uq_payments_open_order UNIQUE (open_order_id),
      CONSTRAINT uq_payments_transaction UNIQUE (transaction_id)`,
      { indexes: { ix_payments_order: 'order_id, id', ix_payments_check: 'next_check_at' } },
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

class CreatePaymentRefunds1764000006002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'payment_refunds',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      order_id ${t.id} NOT NULL,
      payment_id ${t.id} NOT NULL,
      amount_fen ${t.bigint} NOT NULL,
      status ${t.word} NOT NULL,
      refunded_at ${t.time} NULL,
      failure ${t.word} NULL,
      next_check_at ${t.time} NULL,
      checks ${t.int} NOT NULL,
      created_at ${t.time} NOT NULL,
      version ${t.int} NOT NULL,
      CONSTRAINT fk_payment_refunds_payment FOREIGN KEY (payment_id) REFERENCES payments (id)`,
      { indexes: { ix_payment_refunds_check: 'next_check_at', ix_payment_refunds_payment: 'payment_id' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE payment_refunds');
  }
}

/** For what is told of a customer, and for what is old. */
class IndexPaymentsByCustomerAndTime1764100006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createIndex(runner, 'payments', 'ix_payments_customer', 'customer_id, id');
    await createIndex(runner, 'payments', 'ix_payments_created', 'created_at, id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'payments', 'ix_payments_created');
    await dropIndex(runner, 'payments', 'ix_payments_customer');
  }
}

export const paymentSchema: ContextSchema = {
  entities: [PaymentEntity, PaymentRefundEntity],
  migrations: [
    CreatePayments1764000006001,
    CreatePaymentRefunds1764000006002,
    IndexPaymentsByCustomerAndTime1764100006000,
  ],
};
