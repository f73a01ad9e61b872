import { Money, newId } from '#kernel';
import { Order } from '../domain/order.js';
import type { ArrivedPayment, OrderState } from '../domain/order-state.js';
import type { OrderStatus } from '../domain/order-status.js';
import { OrderLine } from '../domain/order-line.js';
import { FlatFreight } from '../domain/pricing.js';

const MINUTE = 60_000;
const pricing = new FlatFreight(Money.ofFen(1000), Money.zero);

export const placedAt = new Date('2026-01-31T23:59:59.999Z');

export function aLine({ skuId = newId(), priceFen = 2990, quantity = 1, productName = '龙井茶' } = {}): OrderLine {
  return new OrderLine(skuId, productName, '250 克', 'https://img.example/tea.png', Money.ofFen(priceFen), quantity);
}

/** An order just placed; its freight is 1000 fen. */
export function anOrder({ id = newId(), customerId = newId(), lines = [aLine()] } = {}): Order {
  const expiresAt = new Date(placedAt.getTime() + 30 * MINUTE);
  return Order.place({ id, customerId, lines, quote: pricing.quote(lines), placedAt, expiresAt });
}

/** An order as it comes from the database. */
export function anOrderIn(status: OrderStatus, state: Partial<OrderState> = {}): Order {
  const paymentId = status === 'CREATED' || status === 'CANCELLED' ? null : 'payment';
  return Order.restore({ ...anOrder().snapshot, status, paymentId, ...state });
}

/** Money that has arrived: what `anOrder` costs, unless said otherwise. */
export function aPayment({ id = newId(), fen = 3990, paidAt = placedAt } = {}): ArrivedPayment {
  return { id, amount: Money.ofFen(fen), paidAt };
}
