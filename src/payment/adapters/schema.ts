import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, type ContextSchema, createIndex, createTable, dropIndex } from '#platform/database';
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

/** A day against the provider's bill: the order for it, each run, what the bill said, and what differed. */
class CreateReconciliations1764100006010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createIndex(runner, 'payments', 'ix_payments_paid', 'paid_at, id');
    await createTable(
      runner,
      'reconciliations',
      (t) => `
      day ${t.word} NOT NULL PRIMARY KEY,
      status ${t.word} NOT NULL,
      run_id ${t.id} NULL,
      tries ${t.int} NOT NULL,
      next_try_at ${t.time} NULL,
      claimed_until ${t.time} NULL,
      ordered_at ${t.time} NOT NULL`,
      { indexes: { ix_reconciliations_next: 'next_try_at' } },
    );
    await createTable(
      runner,
      'reconciliation_runs',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      day ${t.word} NOT NULL,
      status ${t.word} NOT NULL,
      reason ${t.word} NULL,
      matched ${t.int} NOT NULL,
      started_at ${t.time} NOT NULL,
      ended_at ${t.time} NULL`,
      { indexes: { ix_reconciliation_runs_day: 'day, id' } },
    );
    await createTable(
      runner,
      'reconciliation_bill_entries',
      (t) => `
      run_id ${t.id} NOT NULL,
      attempt_no ${t.key} NOT NULL,
      amount_fen ${t.bigint} NOT NULL,
      PRIMARY KEY (run_id, attempt_no)`,
    );
    await createTable(
      runner,
      'reconciliation_differences',
      (t) => `
      id ${t.id} NOT NULL PRIMARY KEY,
      run_id ${t.id} NOT NULL,
      kind ${t.word} NOT NULL,
      attempt_no ${t.key} NOT NULL,
      ours_fen ${t.bigint} NULL,
      theirs_fen ${t.bigint} NULL,
      repaired ${t.flag} NOT NULL,
      CONSTRAINT fk_reconciliation_differences_run FOREIGN KEY (run_id) REFERENCES reconciliation_runs (id)`,
      { indexes: { ix_reconciliation_differences_run: 'run_id, id' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['differences', 'bill_entries', 'runs'])
      await runner.query(`DROP TABLE reconciliation_${table}`);
    await runner.query('DROP TABLE reconciliations');
    await dropIndex(runner, 'payments', 'ix_payments_paid');
  }
}

/** For what is told of a day: late refunds belong to the day they succeeded. */
class IndexRefundsByTime1764700000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createIndex(runner, 'payment_refunds', 'ix_payment_refunds_refunded', 'refunded_at, id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'payment_refunds', 'ix_payment_refunds_refunded');
  }
}

/** For refunds that the provider may hold to come too soon after another one of their payment. */
class AddTimeOfSendingToRefunds1764700000120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'payment_refunds', 'sent_at', 'time');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payment_refunds DROP COLUMN sent_at');
  }
}

export const paymentSchema: ContextSchema = {
  entities: [PaymentEntity, PaymentRefundEntity],
  migrations: [
    CreatePayments1764000006001,
    CreatePaymentRefunds1764000006002,
    IndexPaymentsByCustomerAndTime1764100006000,
    CreateReconciliations1764100006010,
    IndexRefundsByTime1764700000100,
    AddTimeOfSendingToRefunds1764700000120,
  ],
};
