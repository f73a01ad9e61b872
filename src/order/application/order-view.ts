import type { IsoTime } from '#kernel';
import type { CancelReason } from '../events.js';
import type { Order } from '../domain/order.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { DeliveryAddress, PersonalDetails } from '../domain/orders.js';
import type { RefundState, RefundStatus } from '../domain/refund.js';

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
    /** What is taken off the subtotal: the line's share of the order's discount. */
    readonly discountFen: number;
  }[];
  readonly goodsFen: number;
  readonly freightFen: number;
  readonly discountFen: number;
  readonly totalFen: number;
  readonly address: DeliveryAddress | null;
  readonly remark: string | null;
  readonly createdAt: IsoTime;
  readonly expiresAt: IsoTime;
  readonly paidAt: IsoTime | null;
  readonly shippedAt: IsoTime | null;
  readonly completedAt: IsoTime | null;
  readonly cancelledAt: IsoTime | null;
  readonly cancelReason: CancelReason | null;
  readonly shipment: { readonly carrier: string; readonly trackingNo: string; readonly at: IsoTime } | null;
  readonly refunds: readonly RefundView[];
}

export interface RefundView {
  readonly id: string;
  readonly status: RefundStatus;
  readonly amountFen: number;
  readonly reason: string;
  readonly createdAt: IsoTime;
}

/** What people wrote, readable again. */
export interface OrderTexts extends PersonalDetails {
  /** Reasons by refund id; the refunds the system makes by itself have none. */
  readonly refundReasons: ReadonlyMap<string, string>;
}

/** For a payment that came too late, or twice. */
const AUTOMATIC = '自动退款';

export function orderView(order: Order, { address, remark, refundReasons }: OrderTexts): OrderView {
  const { lines, quote, shipment, shippedAt, refunds, ...state } = order.snapshot;
  return {
    id: state.id,
    status: state.status,
    items: lines.map((line) => ({
      skuId: line.skuId,
      productName: line.productName,
      skuName: line.skuName,
      imageUrl: line.imageUrl,
      unitPriceFen: line.unitPrice.fen,
      quantity: line.quantity,
      subtotalFen: line.subtotal.fen,
      discountFen: line.discount.fen,
    })),
    goodsFen: quote.goods.fen,
    freightFen: quote.freight.fen,
    discountFen: quote.discount.fen,
    totalFen: order.total.fen,
    address,
    remark,
    createdAt: state.createdAt.toISOString(),
    expiresAt: state.expiresAt.toISOString(),
    paidAt: state.paidAt?.toISOString() ?? null,
    shippedAt: shippedAt?.toISOString() ?? null,
    completedAt: state.completedAt?.toISOString() ?? null,
    cancelledAt: state.cancelledAt?.toISOString() ?? null,
    cancelReason: state.cancelReason,
    shipment: shipment && shippedAt && { ...shipment, at: shippedAt.toISOString() },
    refunds: refunds.map((refund) => refundView(refund, refundReasons.get(refund.id))),
  };
}

type ShownOfRefund = Pick<RefundState, 'id' | 'status' | 'amount' | 'createdAt'>;

export function refundView({ id, status, amount, createdAt }: ShownOfRefund, reason = AUTOMATIC): RefundView {
  return { id, status, amountFen: amount.fen, reason, createdAt: createdAt.toISOString() };
}
