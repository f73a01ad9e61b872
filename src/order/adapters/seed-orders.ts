import { Injectable } from '@nestjs/common';
import { Money } from '#kernel';
import { Config } from '#platform/config';
import { Database, insertRows, type SqlValue } from '#platform/database';
import type { Dice } from '#platform/seeding';
import type { Offer } from '../../catalog/index.js';
import type { AddressSnapshot } from '../../user/index.js';
import type { OrderStatus } from '../domain/order-status.js';
import { OrderLine } from '../domain/order-line.js';
import type { SealedDetails } from '../domain/orders.js';
import { FlatFreight } from '../domain/pricing.js';
import type { OrderEvent } from '../events.js';
import { RefundEntity } from './order.entity.js';
import { changedColumns, refundRow } from './order-mapping.js';
import { DAY, HOUR, MINUTE, OrderLife, type SettledRefund } from './order-lives.js';
import { DetailsCipher } from './sealed-details.js';
import { LINE_COLUMNS, lineRows, ORDER_COLUMNS, orderRow } from './sql-orders.js';

interface Customer {
  readonly id: string;
  readonly address: AddressSnapshot | null;
}

export interface PlannedOrder {
  readonly status: OrderStatus;
  readonly placedAt: Date;
  readonly customer: Customer;
}

interface PlanOrdersCommand {
  readonly count: number;
  readonly dice: Dice;
  readonly customers: readonly Customer[];
  readonly period: { readonly from: Date; readonly now: Date };
}

interface DraftOrdersCommand {
  readonly planned: readonly PlannedOrder[];
  readonly offers: readonly Offer[];
  readonly dice: Dice;
  readonly now: Date;
}

/** A made-up order that is not saved yet, and what the other contexts must know of it. */
export interface DraftedOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly totalFen: number;
  readonly placedAt: Date;
  readonly expiresAt: Date;
  /** All that has happened to it, in sequence. */
  readonly events: readonly OrderEvent[];
  readonly payment: { readonly id: string; readonly paidAt: Date } | null;
  readonly refunds: readonly SettledRefund[];
  readonly rows: { readonly order: SqlValue[]; readonly lines: SqlValue[][]; readonly refunds: RefundRow[] };
}

type RefundRow = ReturnType<typeof refundRow>;

const STATUSES: readonly OrderStatus[] = ['CREATED', 'CANCELLED', 'PAID', 'SHIPPED', 'COMPLETED', 'REFUNDED'];
/** How many of a hundred orders: as of a shop that has been open for a while. */
const SHARES: readonly (readonly [OrderStatus, number])[] = [
  ['CREATED', 2],
  ['CANCELLED', 10],
  ['PAID', 3],
  ['SHIPPED', 7],
  ['REFUNDED', 4],
];
/** Unpaid orders of one shopper at most: well below ORDER_UNPAID_MAX_PER_SHOPPER, so that they can order more. */
const MOST_UNPAID = 3;
const REMARKS = ['请放门口快递柜', '工作日送货', '送人的，请不要放小票', '尽快发货，谢谢', '麻烦多包一层'];
const LIFE_COLUMNS = [
  'payment_id',
  'paid_at',
  'carrier',
  'tracking_no',
  'shipped_at',
  'completed_at',
  'cancelled_at',
  'cancel_reason',
];

/** Makes up orders in every status, of the last months and of this moment. */
@Injectable()
export class SeedOrders {
  constructor(
    private readonly database: Database,
    private readonly details: DetailsCipher,
    private readonly freight: FlatFreight,
    private readonly config: Config,
  ) {}

  /** Sorted by the time they are placed at; the first few have each status once. */
  plan({ count, dice, customers, period }: PlanOrdersCommand): PlannedOrder[] {
    const unpaid = new Map<string, number>();
    const planned = Array.from({ length: count }, (_, at): PlannedOrder => {
      const customer = dice.pick(customers);
      const drawn = STATUSES[at] ?? drawStatus(dice);
      const waiting = unpaid.get(customer.id) ?? 0;
      const status = drawn === 'CREATED' && waiting >= this.mostUnpaid ? 'CANCELLED' : drawn;
      if (status === 'CREATED') unpaid.set(customer.id, waiting + 1);
      return { status, customer, placedAt: this.placedAt(status, dice, period) };
    });
    return planned.sort((a, b) => a.placedAt.getTime() - b.placedAt.getTime());
  }

  /** Before any transaction: it seals. @throws KeysUnavailable */
  draft({ planned, offers, dice, now }: DraftOrdersCommand): Promise<DraftedOrder[]> {
    const drawn = planned.map(({ customer, placedAt, status }) => {
      const lines = someLines(dice, offers);
      const expiresAt = new Date(placedAt.getTime() + this.config.order.paymentTtl);
      const quote = this.freight.quote(lines);
      const life = new OrderLife({ customerId: customer.id, lines, quote, placedAt, expiresAt }, dice);
      life.reach(status, now);
      return { life, address: customer.address, remark: dice.chance(0.15) ? dice.pick(REMARKS) : null };
    });
    return Promise.all(
      drawn.map(async ({ life, ...texts }) => {
        const { id, snapshot } = life.order;
        const [details, refunds] = await Promise.all([
          this.details.seal(id, snapshot.customerId, texts),
          this.sealedRefunds(life),
        ]);
        return drafted(life, details, refunds);
      }),
    );
  }

  /** In the caller's transaction. */
  async add(drafted: readonly DraftedOrder[]): Promise<void> {
    const columns = [...ORDER_COLUMNS.split(', '), ...LIFE_COLUMNS];
    await insertRows(
      this.database,
      'orders',
      columns,
      drafted.map(({ rows }) => rows.order),
    );
    await insertRows(
      this.database,
      'order_lines',
      LINE_COLUMNS.split(', '),
      drafted.flatMap(({ rows }) => rows.lines),
    );
    const refunds = drafted.flatMap(({ rows }) => rows.refunds);
    if (refunds.length > 0) await this.database.manager.insert(RefundEntity, refunds);
  }

  private get mostUnpaid(): number {
    const { unpaidMaxPerShopper } = this.config.order;
    return unpaidMaxPerShopper === 0 ? MOST_UNPAID : Math.min(unpaidMaxPerShopper, MOST_UNPAID);
  }

  /** So that the jobs of a running shop find nothing overdue. */
  private placedAt(status: OrderStatus, dice: Dice, { from, now }: PlanOrdersCommand['period']): Date {
    const ago = (milliseconds: number) => new Date(Math.max(now.getTime() - milliseconds, from.getTime()));
    const { paymentTtl, autoReceipt } = this.config.order;
    switch (status) {
      case 'CREATED':
        return dice.time(ago(Math.min(paymentTtl / 3, 10 * MINUTE)), now);
      case 'PAID':
        return dice.time(ago(2 * DAY), ago(10 * MINUTE));
      case 'SHIPPED':
        return dice.time(ago(Math.min(7 * DAY, 0.8 * autoReceipt)), ago(Math.min(2 * DAY, 0.4 * autoReceipt)));
      case 'CANCELLED':
        return dice.time(from, ago(HOUR));
      case 'COMPLETED':
      case 'REFUNDED':
        return dice.time(from, ago(9 * DAY));
    }
  }

  private sealedRefunds({ order, refundTexts }: OrderLife): Promise<RefundRow[]> {
    const { id: orderId, snapshot } = order;
    return Promise.all(
      snapshot.refunds.map(async (refund) => {
        const of = { refundId: refund.id, customerId: snapshot.customerId };
        const { reason = '', rejection = null } = refundTexts.get(refund.id) ?? {};
        const sealed = {
          reason: await this.details.sealRefundText(of, 'reason', reason),
          rejection: rejection && (await this.details.sealRefundText(of, 'rejection', rejection)),
        };
        return refundRow(orderId, { ...refund, ...sealed });
      }),
    );
  }
}

function drafted({ order, events, payment, settledRefunds }: OrderLife, details: SealedDetails, refunds: RefundRow[]) {
  const { id: orderId, snapshot } = order;
  const { customerId, createdAt: placedAt, expiresAt } = snapshot;
  const life = changedColumns(order);
  return {
    orderId,
    customerId,
    totalFen: order.total.fen,
    placedAt,
    expiresAt,
    events,
    payment,
    refunds: settledRefunds,
    rows: {
      order: [
        ...orderRow({ order, details }),
        life.paymentId,
        life.paidAt,
        life.carrier,
        life.trackingNo,
        life.shippedAt,
        life.completedAt,
        life.cancelledAt,
        life.cancelReason,
      ],
      lines: lineRows(order),
      refunds,
    },
  };
}

function drawStatus(dice: Dice): OrderStatus {
  let thrown = dice.between(0, 99);
  for (const [status, share] of SHARES) {
    if (thrown < share) return status;
    thrown -= share;
  }
  return 'COMPLETED';
}

/** Some goods are asked for more than others: the first of the list the most. */
function someLines(dice: Dice, offers: readonly Offer[]): OrderLine[] {
  const wanted = Array.from({ length: dice.pick([1, 1, 1, 2, 2, 3]) }, () => {
    return offers[Math.floor(dice.next() ** 2 * offers.length)];
  });
  return [...new Set(wanted)].flatMap((offer) => {
    if (!offer) return [];
    const { skuId, productName, skuName, imageUrl, priceFen } = offer;
    const quantity = dice.pick([1, 1, 1, 1, 2, 2, 3]);
    return [new OrderLine(skuId, productName, skuName, imageUrl, Money.ofFen(priceFen), quantity)];
  });
}
