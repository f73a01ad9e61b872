import { by, type Records } from './records.js';

/** News that staff must see, kept among the dead events on purpose; nothing reacts to it. */
const PARKED = ['payment.notification-rejected', 'payment.refund-abnormal', 'payment.shipping-information-refused'];
/** What can be told of an order or a payment once. */
const TOLD_ONCE = [
  'order.placed',
  'order.paid',
  'order.cancelled',
  'order.completed',
  'order.refunded',
  'order.shipped',
  'payment.succeeded',
];

/** I3. What was answered is there; every event is delivered in the end; each thing is told of once. */
export function effectsOnce(
  { orders, orderRefunds, reservations, events }: Records,
  settled: boolean,
  answered: { readonly orders?: readonly string[]; readonly refunds?: readonly string[] },
): string[] {
  const there = new Set([...orders, ...orderRefunds].map(({ id }) => id));
  const promised = [...(answered.orders ?? []), ...(answered.refunds ?? [])];
  const lost = promised.filter((id) => !there.has(id)).map((id) => `${id} was answered and is not there`);
  const placed = new Set(reservations.map(({ orderId }) => orderId));
  const unreserved = orders.filter(({ id }) => !placed.has(id)).map(({ id }) => `order ${id} reserved nothing`);
  const orphans = [...placed].filter((id) => !there.has(id)).map((id) => `stock is held for ${id}, which is no order`);
  const twice = [
    ...by(events, ({ type, aggregateId }) => (TOLD_ONCE.includes(type) ? `${type} of ${aggregateId}` : null)),
  ]
    .filter(([, told]) => told.length > 1)
    .map(([name, told]) => `${name} was told ${told.length} times`);
  const stuck = events
    .filter(({ status, type }) => status !== 'delivered' && !(status === 'dead' && PARKED.includes(type)))
    .map(({ id, type, status, lastError }) => `event ${id} (${type}) is ${status}: ${lastError ?? 'not tried'}`);
  return [...lost, ...unreserved, ...orphans, ...twice, ...(settled ? stuck : [])].map((problem) => `I3 ${problem}`);
}
