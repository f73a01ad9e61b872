import type { DomainEvent } from '#kernel';
import { asDate, type Row } from '#platform/database';

/** A domain event on its way from the outbox to its reactions. */
export interface StoredEvent {
  /** ULID. */
  readonly id: string;
  readonly aggregateId: string;
  /** Version of the aggregate that recorded it: 1 for the first change. Orders the events of one aggregate. */
  readonly sequence: number;
  readonly attempts: number;
  /** Known to have no earlier event of its aggregate before it. */
  readonly first: boolean;
  readonly event: DomainEvent;
  /** Where in a trace it was recorded, as W3C writes it. */
  readonly traceparent?: string | null;
}

export function eventFromJson(payload: string): DomainEvent {
  const plain = JSON.parse(payload) as DomainEvent & { at: string };
  return { ...plain, at: new Date(plain.at) };
}

export interface OutboxRow extends Row {
  id: string;
  type: string;
  aggregate_id: string;
  sequence: number;
  payload: string;
  status: OutboxStatus;
  attempts: number;
  last_error: string | null;
  traceparent: string | null;
  created_at: unknown;
}

export type OutboxStatus = 'pending' | 'delivered' | 'dead';

export function storedEventFrom(row: OutboxRow): StoredEvent {
  return {
    id: row.id,
    aggregateId: row.aggregate_id,
    sequence: Number(row.sequence),
    attempts: Number(row.attempts),
    first: false,
    event: eventFromJson(row.payload),
    traceparent: row.traceparent,
  };
}

/** What staff see of an event that waits or failed for good. */
export interface EventView {
  readonly id: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly status: OutboxStatus;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: Date;
}

export function eventViewFrom(row: OutboxRow): EventView {
  return {
    id: row.id,
    type: row.type,
    aggregateId: row.aggregate_id,
    status: row.status,
    attempts: Number(row.attempts),
    lastError: row.last_error,
    createdAt: asDate(row.created_at),
  };
}
