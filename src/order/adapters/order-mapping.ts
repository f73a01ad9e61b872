import { Money } from '#kernel';
import { Order } from '../domain/order.js';
import { OrderLine } from '../domain/order-line.js';
import type { RefundState } from '../domain/refund.js';
import type { OrderEntity, OrderLineEntity, RefundEntity } from './order.entity.js';

export function orderFrom(entity: OrderEntity): Order {
  const { goodsFen, freightFen, discountFen, carrier, trackingNo, lines, refunds, ...state } = entity;
  return Order.restore({
    id: state.id,
    customerId: state.customerId,
    lines: [...lines].sort((a, b) => a.lineNo - b.lineNo).map(lineFrom),
    quote: { goods: money(goodsFen), freight: money(freightFen), discount: money(discountFen) },
    createdAt: state.createdAt,
    expiresAt: state.expiresAt,
    status: state.status,
    paymentId: state.paymentId,
    paidAt: state.paidAt,
    shipment: carrier === null || trackingNo === null ? null : { carrier, trackingNo },
    shippedAt: state.shippedAt,
    completedAt: state.completedAt,
    cancelledAt: state.cancelledAt,
    cancelReason: state.cancelReason,
    refunds: [...refunds].sort((a, b) => (a.id < b.id ? -1 : 1)).map(refundFrom),
    version: state.version,
  });
}

/** What a change may alter of an order's row. */
export function changedColumns({ snapshot }: Order) {
  const { status, paymentId, paidAt, shipment, shippedAt, completedAt, cancelledAt, cancelReason, version } = snapshot;
  const { carrier = null, trackingNo = null } = shipment ?? {};
  return {
    status,
    paymentId,
    paidAt,
    carrier,
    trackingNo,
    shippedAt,
    completedAt,
    cancelledAt,
    cancelReason,
    version,
  };
}

export function refundRow(orderId: string, { amount, ...state }: RefundState): Omit<RefundEntity, 'order'> {
  return { ...state, orderId, amountFen: amount.fen };
}

export function refundFrom({
  id,
  paymentId,
  status,
  amountFen,
  reason,
  rejection,
  createdAt,
}: RefundEntity): RefundState {
  return { id, paymentId, status, amount: money(amountFen), reason, rejection, createdAt };
}

function lineFrom(line: OrderLineEntity): OrderLine {
  const { skuId, productName, skuName, imageUrl, unitPriceFen, quantity, discountFen } = line;
  return new OrderLine(skuId, productName, skuName, imageUrl, money(unitPriceFen), quantity, money(discountFen));
}

/** BIGINT comes back as text from some drivers. */
function money(fen: number | string): Money {
  return Money.ofFen(Number(fen));
}
