import { isoTimeOf, isoTimeOfNullable, timeText } from '#platform/database';
import type { OrderView } from '../application/order-view.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { CancelReason } from '../events.js';

const TIMES = ['o.created_at', 'o.expires_at', 'o.paid_at', 'o.shipped_at', 'o.completed_at', 'o.cancelled_at'];

/** What a customer sees of an order, with one of its lines; `o` is the order, `l` the line. */
export const ORDER_VIEW_COLUMNS = `o.id, o.status, o.goods_fen, o.freight_fen, o.discount_fen, o.total_fen, o.address,
  o.remark, ${TIMES.map(timeText).join(', ')}, o.carrier, o.tracking_no, o.cancel_reason, l.line_no, l.sku_id, l.product_name, l.sku_name, l.image_url, l.unit_price_fen,
  l.quantity, l.discount_fen AS line_discount_fen`;

export interface OrderLineRow {
  readonly id: string;
  readonly status: OrderStatus;
  readonly goods_fen: number | string;
  readonly freight_fen: number | string;
  readonly discount_fen: number | string;
  readonly total_fen: number | string;
  readonly address: string | null;
  readonly remark: string | null;
  readonly created_at: string;
  readonly expires_at: string;
  readonly paid_at: string | null;
  readonly carrier: string | null;
  readonly tracking_no: string | null;
  readonly shipped_at: string | null;
  readonly completed_at: string | null;
  readonly cancelled_at: string | null;
  readonly cancel_reason: CancelReason | null;
  readonly line_no: number;
  readonly sku_id: string;
  readonly product_name: string;
  readonly sku_name: string;
  readonly image_url: string;
  readonly unit_price_fen: number | string;
  readonly quantity: number;
  readonly line_discount_fen: number | string;
}

/** An order's lines in their order. The row of each tells the whole order. */
export type OrderRows = readonly [OrderLineRow, ...OrderLineRow[]];

/** Newest first, whatever the sequence of the rows: the database need not sort what it joins. */
export function ordersIn(rows: readonly OrderLineRow[]): OrderRows[] {
  const orders = new Map<string, [OrderLineRow, ...OrderLineRow[]]>();
  for (const row of rows) {
    const lines = orders.get(row.id);
    if (lines) lines.push(row);
    else orders.set(row.id, [row]);
  }
  const found = [...orders.values()];
  for (const lines of found) lines.sort((a, b) => a.line_no - b.line_no);
  return found.sort(([a], [b]) => (a.id < b.id ? 1 : -1));
}

type Written = Pick<OrderView, 'address' | 'remark' | 'refunds'>;

/** The order as `orderView` shows the aggregate, without making the aggregate. */
export function viewFrom(lines: OrderRows, { address, remark, refunds }: Written): OrderView {
  const [order] = lines;
  const shippedAt = isoTimeOfNullable(order.shipped_at);
  const { carrier, tracking_no: trackingNo } = order;
  return {
    id: order.id,
    status: order.status,
    items: lines.map(itemFrom),
    goodsFen: Number(order.goods_fen),
    freightFen: Number(order.freight_fen),
    discountFen: Number(order.discount_fen),
    totalFen: Number(order.total_fen),
    address,
    remark,
    createdAt: isoTimeOf(order.created_at),
    expiresAt: isoTimeOf(order.expires_at),
    paidAt: isoTimeOfNullable(order.paid_at),
    shippedAt,
    completedAt: isoTimeOfNullable(order.completed_at),
    cancelledAt: isoTimeOfNullable(order.cancelled_at),
    cancelReason: order.cancel_reason,
    shipment:
      carrier === null || trackingNo === null || shippedAt === null ? null : { carrier, trackingNo, at: shippedAt },
    refunds,
  };
}

function itemFrom(line: OrderLineRow): OrderView['items'][number] {
  const unitPriceFen = Number(line.unit_price_fen);
  return {
    skuId: line.sku_id,
    productName: line.product_name,
    skuName: line.sku_name,
    imageUrl: line.image_url,
    unitPriceFen,
    quantity: line.quantity,
    subtotalFen: unitPriceFen * line.quantity,
    discountFen: Number(line.line_discount_fen),
  };
}
