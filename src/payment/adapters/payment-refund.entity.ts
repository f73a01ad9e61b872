import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PaymentRefundStatus } from '../domain/payment-refund.js';

@Entity('payment_refunds')
export class PaymentRefundEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ name: 'order_id', type: 'varchar' })
  orderId!: string;

  @Column({ name: 'payment_id', type: 'varchar' })
  paymentId!: string;

  @Column({ name: 'amount_fen', type: 'bigint' })
  amountFen!: number | string;

  @Column({ type: 'varchar' })
  status!: PaymentRefundStatus;

  @Column({ name: 'refunded_at', type: 'datetime', nullable: true })
  refundedAt!: Date | null;

  @Column({ type: 'varchar', nullable: true })
  failure!: string | null;

  /** When to ask the provider (again); null once it has a final answer. */
  @Column({ name: 'next_check_at', type: 'datetime', nullable: true })
  nextCheckAt!: Date | null;

  @Column({ type: 'int' })
  checks!: number;

  /** When the provider was last asked to take it on; null as long as it certainly has not. */
  @Column({ name: 'sent_at', type: 'datetime', nullable: true })
  sentAt!: Date | null;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt!: Date;

  @Column({ type: 'int' })
  version!: number;
}
