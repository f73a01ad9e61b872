import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PaymentStatus } from '../domain/payment.js';

@Entity('payments')
export class PaymentEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ name: 'attempt_no', type: 'varchar' })
  attemptNo!: string;

  @Column({ name: 'order_id', type: 'varchar' })
  orderId!: string;

  /** The order's id while the attempt is open; unique, so an order has at most one open attempt. */
  @Column({ name: 'open_order_id', type: 'varchar', nullable: true })
  openOrderId!: string | null;

  @Column({ name: 'customer_id', type: 'varchar' })
  customerId!: string;

  /** Empty once nobody needs to know it. */
  @Column({ type: 'varchar' })
  account!: string;

  @Column({ name: 'amount_fen', type: 'bigint' })
  amountFen!: number | string;

  @Column({ type: 'varchar' })
  status!: PaymentStatus;

  @Column({ name: 'prepared_as', type: 'varchar', nullable: true })
  preparedAs!: string | null;

  @Column({ name: 'prepared_until', type: 'datetime', nullable: true })
  preparedUntil!: Date | null;

  @Column({ name: 'transaction_id', type: 'varchar', nullable: true })
  transactionId!: string | null;

  @Column({ name: 'paid_at', type: 'datetime', nullable: true })
  paidAt!: Date | null;

  @Column({ name: 'expires_at', type: 'datetime' })
  expiresAt!: Date;

  /** When to ask the provider what became of it; null once that is known. */
  @Column({ name: 'next_check_at', type: 'datetime', nullable: true })
  nextCheckAt!: Date | null;

  @Column({ type: 'int' })
  checks!: number;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt!: Date;

  @Column({ type: 'int' })
  version!: number;
}
