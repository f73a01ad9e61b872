import type { CancelReason } from '../events.js';
import type { Order, OrderStatus } from '../domain/order.js';
import type { DeliveryAddress, PersonalDetails } from '../domain/orders.js';

/** An order as its owner sees it. */
export interface OrderView {
  readonly id: string;
  readonly status: OrderStatus;
  readonly items: readonly {
    readonly skuId: string;
    readonly productName: string;
    readonly skuName: string;
    readonly imageUrl: string;
    readonly unitPriceFen: number;
    readonly quantity: number;
    readonly subtotalFen: number;
  }[];
  readonly goodsFen: number;
  readonly freightFen: number;
  readonly discountFen: number;
  readonly totalFen: number;
  readonly address: DeliveryAddress | null;
  readonly remark: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly paidAt: Date | null;
  readonly shippedAt: Date | null;
  readonly completedAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly cancelReason: CancelReason | null;
  readonly shipment: { readonly carrier: string; readonly trackingNo: string; readonly at: Date } | null;
  readonly refunds: readonly {
    readonly id: string;
    readonly status: string;
    readonly amountFen: number;
    readonly reason: string;
    readonly createdAt: Date;
  }[];
}

export function orderView(order: Order, { address, remark }: PersonalDetails): OrderView {
  const { id, status, lines, quote, createdAt, expiresAt, paidAt, shippedAt, completedAt, cancelledAt, cancelReason } =
    order.snapshot;
  return {
    id,
    status,
    items: lines.map((line) => ({
      skuId: line.skuId,
      productName: line.productName,
      skuName: line.skuName,
      imageUrl: line.imageUrl,
      unitPriceFen: line.unitPrice.fen,
      quantity: line.quantity,
      subtotalFen: line.subtotal.fen,
    })),
    goodsFen: quote.goods.fen,
    freightFen: quote.freight.fen,
    discountFen: quote.discount.fen,
    totalFen: order.total.fen,
    address,
    remark,
    createdAt,
    expiresAt,
    paidAt,
    shippedAt,
    completedAt,
    cancelledAt,
    cancelReason,
    shipment: null,
    refunds: [],
  };
}
