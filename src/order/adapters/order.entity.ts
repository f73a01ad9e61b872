import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn } from 'typeorm';
import type { OrderStatus } from '../domain/order-status.js';
import type { RefundStatus } from '../domain/refund.js';
import type { CancelReason } from '../events.js';

@Entity('order_lines')
export class OrderLineEntity {
  @PrimaryColumn({ name: 'order_id', type: 'varchar' })
  orderId!: string;

  @PrimaryColumn({ name: 'line_no', type: 'int' })
  lineNo!: number;

  @Column({ name: 'sku_id', type: 'varchar' })
  skuId!: string;

  @Column({ name: 'product_name', type: 'varchar' })
  productName!: string;

  @Column({ name: 'sku_name', type: 'varchar' })
  skuName!: string;

  @Column({ name: 'image_url', type: 'varchar' })
  imageUrl!: string;

  @Column({ name: 'unit_price_fen', type: 'bigint' })
  unitPriceFen!: number | string;

  @Column({ type: 'int' })
  quantity!: number;

  @Column({ name: 'discount_fen', type: 'bigint' })
  discountFen!: number | string;

  @ManyToOne(() => OrderEntity, (order) => order.lines)
  @JoinColumn({ name: 'order_id' })
  order!: unknown;
}

@Entity('order_refunds')
export class RefundEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ name: 'order_id', type: 'varchar' })
  orderId!: string;

  @Column({ name: 'payment_id', type: 'varchar' })
  paymentId!: string;

  @Column({ type: 'varchar' })
  status!: RefundStatus;

  @Column({ name: 'amount_fen', type: 'bigint' })
  amountFen!: number | string;

  /** Sealed; see PersonalDataCipher. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  /** Sealed; see PersonalDataCipher. */
  @Column({ type: 'text', nullable: true })
  rejection!: string | null;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt!: Date;

  @ManyToOne(() => OrderEntity, (order) => order.refunds)
  @JoinColumn({ name: 'order_id' })
  order!: unknown;
}

@Entity('orders')
export class OrderEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ name: 'customer_id', type: 'varchar' })
  customerId!: string;

  @Column({ type: 'varchar' })
  status!: OrderStatus;

  @Column({ name: 'goods_fen', type: 'bigint' })
  goodsFen!: number | string;

  @Column({ name: 'freight_fen', type: 'bigint' })
  freightFen!: number | string;

  @Column({ name: 'discount_fen', type: 'bigint' })
  discountFen!: number | string;

  @Column({ name: 'total_fen', type: 'bigint' })
  totalFen!: number | string;

  /** Sealed; see PersonalDataCipher. */
  @Column({ type: 'text', nullable: true })
  address!: string | null;

  /** Sealed; see PersonalDataCipher. */
  @Column({ type: 'text', nullable: true })
  remark!: string | null;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt!: Date;

  @Column({ name: 'expires_at', type: 'datetime' })
  expiresAt!: Date;

  @Column({ name: 'payment_id', type: 'varchar', nullable: true })
  paymentId!: string | null;

  @Column({ name: 'paid_at', type: 'datetime', nullable: true })
  paidAt!: Date | null;

  @Column({ type: 'varchar', nullable: true })
  carrier!: string | null;

  @Column({ name: 'tracking_no', type: 'varchar', nullable: true })
  trackingNo!: string | null;

  @Column({ name: 'shipped_at', type: 'datetime', nullable: true })
  shippedAt!: Date | null;

  @Column({ name: 'completed_at', type: 'datetime', nullable: true })
  completedAt!: Date | null;

  @Column({ name: 'cancelled_at', type: 'datetime', nullable: true })
  cancelledAt!: Date | null;

  @Column({ name: 'cancel_reason', type: 'varchar', nullable: true })
  cancelReason!: CancelReason | null;

  @Column({ type: 'int' })
  version!: number;

  @OneToMany(() => OrderLineEntity, (line) => line.order)
  lines!: OrderLineEntity[];

  @OneToMany(() => RefundEntity, (refund) => refund.order)
  refunds!: RefundEntity[];
}
