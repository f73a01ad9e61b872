import { asDate, type Database, placeholders } from '#platform/database';
import type { ContextNames } from './context-names.js';
import type { NotificationView, Notifications } from './notifications.js';
import type { OrderRow, OrderRows, Step } from './order-rows.js';
import type { OutboxEvent, OutboxRows } from './outbox-rows.js';
import type { PromotionRows } from './promotion-rows.js';
import { NotThere } from './refusals.js';
import type { StockRows } from './stock-rows.js';
import type { EndedWork, Traces } from './traces.js';

export interface Entry {
  readonly at: string;
  /** A context, or `wechat`. */
  readonly lane: string;
  readonly kind: string;
  readonly title: string;
  readonly id: string | null;
  readonly traceId: string | null;
  readonly source: 'database' | 'feed' | 'wechat';
  readonly facts: object;
}

export interface Timeline {
  readonly order: OrderRow;
  readonly lanes: readonly string[];
  readonly entries: readonly Entry[];
}

/** All that belongs to one order: of the database what is durable, of the traces of this process what is not, and of WeChat its own. */
export class Timelines {
  constructor(
    private readonly database: Database,
    private readonly orders: OrderRows,
    private readonly outbox: OutboxRows,
    private readonly stock: StockRows,
    private readonly promotions: PromotionRows,
    private readonly notifications: Notifications,
    private readonly traces: Traces,
    private readonly names: ContextNames,
  ) {}

  /** @throws NotThere */
  async of(orderId: string): Promise<Timeline> {
    const order = await this.orders.order(orderId);
    if (!order) throw new NotThere();
    const payments = await this.orders.payments(orderId);
    const refunds = await this.orders.refunds(orderId);
    const attemptNos = payments.map(({ attemptNo }) => attemptNo);
    const ids = [orderId, ...payments.map(({ id }) => id), ...refunds.ids];
    // News that is kept for staff goes by the number WeChat knows.
    const events = await this.outbox.ofAggregates([...new Set([...ids, ...attemptNos])]);
    const entries = [
      ...order.steps.map((step) => heardOf(entryOf('order', 'order', orderId, step), 'order.paid', events)),
      ...payments.flatMap(({ id, steps }) =>
        steps.map((step) => heardOf(entryOf('payment', 'payment', id, step), 'payment.succeeded', events)),
      ),
      ...refunds.asked.map((step) => entryOf('order', 'refund', String(step.facts['refundId']), step)),
      ...refunds.sent.map((step) => entryOf('payment', 'refund', String(step.facts['refundId']), step)),
      ...events.map(eventEntry),
      ...(await this.reactions(events)),
      ...(await this.movements(orderId)),
      ...(await this.promotions.ofOrder(orderId)).map(({ lane, kind, id, ...step }) => entryOf(lane, kind, id, step)),
      ...(await this.told(attemptNos)),
      ...(await this.audited(ids)),
      ...this.traced(events, new Set(ids)),
    ].toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
    return { order: order.row, lanes: [...new Set(entries.map(({ lane }) => lane))], entries };
  }

  private async reactions(events: readonly OutboxEvent[]): Promise<Entry[]> {
    if (events.length === 0) return [];
    const typeOf = new Map(events.map(({ id, type }) => [id, type]));
    const rows = await this.database.query(
      `SELECT event_id, handler, handled_at FROM inbox WHERE event_id IN (${placeholders(typeOf.size)}) ORDER BY handled_at`,
      [...typeOf.keys()],
    );
    return rows.map((row) => {
      const [eventId, title] = [String(row['event_id']), String(row['handler'])];
      const work = this.traces.past.findLast(
        ({ event, name, error }) => event?.id === eventId && name === title && error === null,
      );
      return {
        at: asDate(row['handled_at']).toISOString(),
        lane: this.names.ofClass(title) ?? 'platform',
        kind: 'reaction',
        title,
        id: eventId,
        traceId: work?.traceId ?? null,
        source: 'database',
        facts: { eventId, type: typeOf.get(eventId) ?? null, ms: work?.ms ?? null, error: null },
      };
    });
  }

  private async movements(orderId: string): Promise<Entry[]> {
    return (await this.stock.ofOrder(orderId)).map(({ at, id, type, skuId, quantity }) => ({
      at,
      lane: 'inventory',
      kind: 'stock',
      title: type,
      id,
      traceId: null,
      source: 'database' as const,
      facts: { skuId, quantity },
    }));
  }

  private async told(attemptNos: readonly string[]): Promise<Entry[]> {
    if (attemptNos.length === 0) return [];
    const all = await this.notifications.last(0).catch((): NotificationView[] => []);
    return all
      .filter(({ outTradeNo }) => attemptNos.includes(outTradeNo))
      .map(({ at: _, ...facts }) => ({
        at: facts.madeAt,
        lane: 'wechat',
        kind: 'notification',
        title: facts.eventType,
        id: facts.deliveryId,
        traceId: null,
        source: 'wechat' as const,
        facts,
      }));
  }

  private async audited(ids: readonly string[]): Promise<Entry[]> {
    const rows = await this.database.query(
      `SELECT id, type, actor_kind, request_id, at FROM audit_log WHERE subject IN (${placeholders(ids.length)}) ORDER BY id`,
      ids,
    );
    return rows.map((row) => {
      const type = String(row['type']);
      const facts = { actorKind: row['actor_kind'], requestId: row['request_id'] };
      const at = asDate(row['at']).toISOString();
      const lane = LANE_OF_AUDIT[type.split('.')[0] ?? ''] ?? 'order';
      return { at, lane, kind: 'audit', title: type, id: String(row['id']), traceId: null, source: 'database', facts };
    });
  }

  /** Work that has recorded one of the events, reacted to one, or was asked for by an address with one of the ids; and what it has asked WeChat. */
  private traced(events: readonly OutboxEvent[], ids: ReadonlySet<string>): Entry[] {
    const traceIds = new Set(events.map(({ traceId }) => traceId));
    const eventIds = new Set(events.map(({ id }) => id));
    const mine = this.traces.past.filter(({ traceId, event, about }) =>
      event ? eventIds.has(event.id) : traceIds.has(traceId) || about.some((id) => ids.has(id)),
    );
    return mine.flatMap((work) => [...workEntries(work), ...callEntries(work)]);
  }
}

const LANE_OF_AUDIT: Readonly<Record<string, string>> = { stock: 'inventory', refund: 'payment', payment: 'payment' };

function entryOf(lane: string, kind: string, id: string, { at, title, facts }: Step): Entry {
  return { at, lane, kind, title, id, traceId: null, source: 'database', facts };
}

/** WeChat dates a payment, to the second, before the shop has heard of it: here it has happened when the event was recorded. */
function heardOf(entry: Entry, type: string, events: readonly OutboxEvent[]): Entry {
  if (entry.title !== 'paid' && entry.title !== 'succeeded') return entry;
  const event = events.find((one) => one.type === type && one.aggregateId === entry.id);
  return { ...entry, at: event?.createdAt ?? entry.at, facts: { ...entry.facts, paidAt: entry.at } };
}

function eventEntry(event: OutboxEvent): Entry {
  const { createdAt: at, from, type: title, id, traceId } = event;
  return { at, lane: from ?? 'platform', kind: 'event', title, id, traceId, source: 'database', facts: event };
}

/** A reaction that succeeded is in the inbox. */
function workEntries({
  kind,
  traceId,
  spanId,
  at,
  name,
  context,
  status,
  ms,
  error,
  event,
  requestId,
}: EndedWork): Entry[] {
  const common = { at, lane: context ?? 'platform', title: name, traceId, source: 'feed' as const };
  if (event === null) {
    const facts = kind === 'request' ? { spanId, status, ms, error, requestId } : { spanId, ms, error };
    return [{ ...common, kind, id: spanId, facts }];
  }
  if (error === null) return [];
  return [
    { ...common, kind: 'reaction-failed', id: event.id, facts: { eventId: event.id, type: event.type, ms, error } },
  ];
}

function callEntries({ traceId, at, spans }: EndedWork): Entry[] {
  const began = Date.parse(at);
  return spans
    .filter(({ kind }) => kind === 'wechat')
    .map(({ spanId, name, startMs, ms, error }) => ({
      at: new Date(began + startMs).toISOString(),
      lane: 'wechat',
      kind: 'wechat-call',
      title: name,
      id: spanId,
      traceId,
      source: 'feed' as const,
      facts: { spanId, ms, error },
    }));
}
