import { Injectable, Logger } from '@nestjs/common';
import { Clock, type DomainEvent, newId } from '#kernel';
import { Database, placeholders, type SqlValue } from '#platform/database';
import { tracing } from '#platform/tracing';
import { EventBus } from './event-bus.js';
import { Reactions } from './reactions.js';
import type { OutboxStatus, StoredEvent } from './stored-event.js';

/** How long the process that recorded an event has to deliver it before any poller may. */
const HEAD_START_MS = 5_000;
const COLUMNS =
  'id, type, aggregate_id, sequence, payload, status, attempts, available_at, last_error, created_at, delivered_at, traceparent';

/** Events of one saved aggregate. */
export interface Recorded {
  readonly aggregateId: string;
  /** The aggregate's version after this change, counted from 1. */
  readonly version: number;
  readonly events: readonly DomainEvent[];
}

/** Where repositories leave the events an aggregate recorded, in the transaction that saves the aggregate. */
@Injectable()
export class Outbox {
  private readonly log = new Logger(Outbox.name);
  private readonly listeners = new Map<string, (event: DomainEvent) => void>();

  constructor(
    private readonly database: Database,
    private readonly reactions: Reactions,
    private readonly bus: EventBus,
    private readonly clock: Clock,
  ) {}

  /**
   * Has `listener` hear of each event of this type that this process records, once, when it is committed: for figures. What is to
   * happen is for a Reaction, which hears of it however the process ends. One listener a type.
   */
  whenCommitted<E extends DomainEvent>(type: E['type'], listener: (event: E) => void): void {
    this.listeners.set(type, listener as (event: DomainEvent) => void);
  }

  /** @throws Error outside a transaction: an event must not outlive, nor be outlived by, the change it tells of */
  async append(recorded: readonly Recorded[]): Promise<void> {
    if (!this.database.inTransaction) throw new Error('Events are recorded in the transaction of their change');
    const stored = recorded.flatMap(({ aggregateId, version, events }) =>
      events.map((event, index): StoredEvent => {
        const first = version === 1 && index === 0;
        const traceparent = tracing?.causeOf(aggregateId)?.traceparent ?? null;
        return { id: newId(), aggregateId, sequence: version, attempts: 0, first, event, traceparent };
      }),
    );
    if (stored.length === 0) return;
    this.tellOf(stored);
    const now = this.clock.now();
    if (this.reactions.deliveredElsewhere) {
      await this.insert(stored.map((event) => this.row(event, 'pending', now, null, now)));
      return;
    }
    const awaited = await this.reactions.awaited(stored.map(({ event }) => event));
    await this.insert(stored.map((one) => this.row(one, awaited.has(one.event) ? 'pending' : 'delivered', now, null)));
    if (awaited.size > 0)
      this.database.afterCommit(() => this.deliver(stored.filter(({ event }) => awaited.has(event))));
  }

  /** Keeps something that must not be acted upon, for staff to see among the dead events. */
  async park(aggregateId: string, event: DomainEvent, reason: string): Promise<void> {
    const stored: StoredEvent = { id: newId(), aggregateId, sequence: 0, attempts: 0, first: false, event };
    await this.insert([this.row(stored, 'dead', this.clock.now(), reason)]);
    this.tellOf([stored]);
  }

  private tellOf(stored: readonly StoredEvent[]): void {
    const heard = stored.filter(({ event }) => this.listeners.has(event.type));
    if (heard.length === 0) return;
    this.database.afterCommit(() => {
      try {
        for (const { event } of heard) this.listeners.get(event.type)?.(event);
      } catch (error) {
        this.log.error({ err: error }, 'What is committed was not counted');
      }
    });
  }

  private deliver(events: readonly StoredEvent[]): void {
    if (this.bus.hasRoom) this.bus.offer(events);
  }

  private row(
    { id, aggregateId, sequence, event, traceparent = null }: StoredEvent,
    status: OutboxStatus,
    now: Date,
    error: string | null,
    availableAt = new Date(now.getTime() + HEAD_START_MS),
  ): SqlValue[] {
    const deliveredAt = status === 'delivered' ? now : null;
    const payload = JSON.stringify(event);
    return [
      id,
      event.type,
      aggregateId,
      sequence,
      payload,
      status,
      0,
      availableAt,
      error,
      now,
      deliveredAt,
      traceparent,
    ];
  }

  private async insert(rows: SqlValue[][]): Promise<void> {
    await this.database.execute(`INSERT INTO outbox (${COLUMNS}) VALUES ${placeholders(rows.length, 12)}`, rows.flat());
  }
}
