import { by, type OrderRecord, type OrderRefundRecord, type PaymentRecord, type Records } from './records.js';

const PAID_FOR = ['PAID', 'SHIPPED', 'COMPLETED', 'REFUNDED'];
const LOST = ['REJECTED', 'FAILED'];

/**
 * I2. A payment that succeeded has paid for its order, whose stock is sold once, or goes back in full: never both,
 * never neither. No more goes back than came.
 * @param settled whether everybody has heard of everything
 */
export function moneyIsOrdered(records: Records, settled: boolean): string[] {
  const { payments, orders, orderRefunds } = records;
  const orderOf = new Map(orders.map((order) => [order.id, order]));
  const refundsOf = by(orderRefunds, ({ paymentId }) => paymentId);
  const problems = [...uniqueness(records), ...ordersArePaid(records), ...(settled ? refundsAgree(records) : [])];
  for (const payment of payments.filter(({ status }) => status === 'succeeded')) {
    const refunds = refundsOf.get(payment.id) ?? [];
    const order = orderOf.get(payment.orderId);
    problems.push(...(order ? fate(payment, order, refunds, settled) : [`payment ${payment.id} has no order`]));
    if (sum(refunds.filter(({ status }) => !LOST.includes(status))) > payment.amountFen)
      problems.push(`more goes back from payment ${payment.id} than the ${payment.amountFen} fen that came`);
  }
  return [...problems, ...(settled ? soldOnce(records) : [])].map((violation) => `I2 ${violation}`);
}

function uniqueness({ payments }: Records): string[] {
  const transactions = [...by(payments, ({ transactionId }) => transactionId)].filter(([, rows]) => rows.length > 1);
  const open = [...by(payments, ({ isOpen, orderId }) => (isOpen ? orderId : null))].filter(([, rows]) => rows[1]);
  return [
    ...transactions.map(([id, rows]) => `transaction ${id} has ${rows.length} payments`),
    ...open.map(([id, rows]) => `order ${id} has ${rows.length} open attempts`),
  ];
}

/** Money without an order's being paid goes back under the payment's own id. */
function fate(payment: PaymentRecord, order: OrderRecord, refunds: readonly OrderRefundRecord[], settled: boolean) {
  const name = `payment ${payment.id} of the ${order.status} order ${order.id}`;
  const paysForIt = order.paymentId === payment.id;
  const back = refunds.find(({ id }) => id === payment.id);
  if (payment.transactionId === null) return [`${name} has no transaction`];
  if (paysForIt && back) return [`${name} pays for it and goes back by itself`];
  if (!paysForIt && !back) return settled ? [`${name} neither pays for it nor goes back`] : [];
  if (!paysForIt && back?.amountFen !== payment.amountFen) return [`${name} does not go back in full`];
  if (!paysForIt && back && LOST.includes(back.status)) return [`${name}: its refund is ${back.status}`];
  return [];
}

function ordersArePaid({ orders, payments, orderRefunds }: Records): string[] {
  const paymentOf = new Map(payments.map((payment) => [payment.id, payment]));
  const refundsOf = by(orderRefunds, ({ paymentId }) => paymentId);
  return orders.flatMap(({ id, status, paymentId, totalFen }) => {
    if (PAID_FOR.includes(status) !== (paymentId !== null))
      return [`order ${id} is ${status}, its payment ${paymentId}`];
    if (paymentId === null) return [];
    const payment = paymentOf.get(paymentId);
    if (payment?.status !== 'succeeded' || payment.orderId !== id)
      return [`order ${id} is paid by ${paymentId}, which did not`];
    const refunded = sum((refundsOf.get(paymentId) ?? []).filter((refund) => refund.status === 'SUCCEEDED'));
    if (payment.amountFen !== totalFen) return [`order ${id} of ${totalFen} fen was paid ${payment.amountFen}`];
    if ((status === 'REFUNDED') !== refunded >= totalFen)
      return [`order ${id} of ${totalFen} fen is ${status}, and ${refunded} fen have gone back`];
    return [];
  });
}

/** The order's word for each of the payment context's, once it has heard. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  pending: ['APPROVED'],
  processing: ['PROCESSING'],
  succeeded: ['SUCCEEDED'],
  failed: ['FAILED'],
};

function refundsAgree({ orderRefunds, paymentRefunds }: Records): string[] {
  const askedOf = new Map(orderRefunds.map((refund) => [refund.id, refund]));
  const approved = orderRefunds.filter(({ status }) => status !== 'REQUESTED' && status !== 'REJECTED');
  const sent = new Set(paymentRefunds.map(({ id }) => id));
  const missing = approved.filter(({ id }) => !sent.has(id));
  const wrong = paymentRefunds.filter(({ id, status, amountFen, paymentId }) => {
    const asked = askedOf.get(id);
    return asked?.amountFen !== amountFen || asked.paymentId !== paymentId || !SAME[status]?.includes(asked.status);
  });
  return [
    ...missing.map(({ id, status }) => `refund ${id} is ${status} and nobody sends the money`),
    ...wrong.map(({ id, status }) => `refund ${id} is ${status}, and its order's is ${askedOf.get(id)?.status}`),
  ];
}

/** What became of an order's stock follows from what became of the order. */
function soldOnce({ orders, reservations }: Records): string[] {
  const heldFor = new Map(reservations.map((one) => [one.orderId, one.status]));
  return orders.flatMap(({ id, status, wasShipped }) => {
    const held = heldFor.get(id);
    return held === stockOf(status, wasShipped) ? [] : [`the stock of the ${status} order ${id} is ${held}`];
  });
}

function stockOf(status: string, wasShipped: boolean): string {
  if (status === 'CREATED') return 'reserved';
  if (status === 'CANCELLED') return 'released';
  return status === 'REFUNDED' && !wasShipped ? 'returned' : 'sold';
}

function sum(refunds: readonly { readonly amountFen: number }[]): number {
  return refunds.reduce((total, { amountFen }) => total + amountFen, 0);
}
