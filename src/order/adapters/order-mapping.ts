import { Money } from '#kernel';
import { Order } from '../domain/order.js';
import { OrderLine } from '../domain/order-line.js';
import type { OrderEntity, OrderLineEntity } from './order.entity.js';

export function orderFrom(entity: OrderEntity): Order {
  const {
    id,
    customerId,
    createdAt,
    expiresAt,
    status,
    paidAt,
    shippedAt,
    completedAt,
    cancelledAt,
    cancelReason,
    version,
  } = entity;
  return Order.restore({
    id,
    customerId,
    lines: [...entity.lines].sort((a, b) => a.lineNo - b.lineNo).map(lineFrom),
    quote: { goods: money(entity.goodsFen), freight: money(entity.freightFen), discount: money(entity.discountFen) },
    createdAt,
    expiresAt,
    status,
    paidAt,
    shippedAt,
    completedAt,
    cancelledAt,
    cancelReason,
    version,
  });
}

function lineFrom({ skuId, productName, skuName, imageUrl, unitPriceFen, quantity }: OrderLineEntity): OrderLine {
  return new OrderLine(skuId, productName, skuName, imageUrl, money(unitPriceFen), quantity);
}

/** BIGINT comes back as text from some drivers. */
function money(fen: number | string): Money {
  return Money.ofFen(Number(fen));
}
