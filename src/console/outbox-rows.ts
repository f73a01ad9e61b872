import { asDate, asDateOrNull, type Database, placeholders, type Row } from '#platform/database';
import { parseTraceparent } from '#platform/tracing';
import { textIn } from './columns.js';
import type { Arrow, Published } from './published.js';

/** An event in the outbox, without what it carries. */
export interface OutboxEvent {
  readonly id: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly orderId: string | null;
  readonly sequence: number;
  readonly status: 'pending' | 'delivered' | 'dead';
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: string;
  readonly availableAt: string | null;
  readonly deliveredAt: string | null;
  readonly traceId: string | null;
  readonly from: string | null;
  readonly to: readonly Arrow[];
}

const COLUMNS = `id, type, aggregate_id, sequence, payload, status, attempts, available_at, last_error, created_at, delivered_at, traceparent`;

interface Wanted {
  readonly limit: number;
  readonly status?: OutboxEvent['status'] | undefined;
}

export class OutboxRows {
  constructor(
    private readonly database: Database,
    private readonly published: Published,
  ) {}

  /** Newest first. */
  newest({ limit, status }: Wanted): Promise<OutboxEvent[]> {
    if (status === undefined) return this.read(`ORDER BY id DESC LIMIT ${limit}`);
    return this.read(`WHERE status = ? ORDER BY id DESC LIMIT ${limit}`, [status]);
  }

  /** Those made since, the oldest first. @param id as an event that is made at a time would have it at least */
  since(id: string, limit: number): Promise<OutboxEvent[]> {
    return this.read(`WHERE id >= ? ORDER BY id LIMIT ${limit}`, [id]);
  }

  async withIds(ids: readonly string[]): Promise<OutboxEvent[]> {
    return ids.length === 0 ? [] : this.read(`WHERE id IN (${placeholders(ids.length)}) ORDER BY id`, ids);
  }

  async ofAggregates(ids: readonly string[]): Promise<OutboxEvent[]> {
    if (ids.length === 0) return [];
    return this.read(`WHERE aggregate_id IN (${placeholders(ids.length)}) ORDER BY id`, ids);
  }

  private async read(rest: string, values: readonly string[] = []): Promise<OutboxEvent[]> {
    const rows = await this.database.query(`SELECT ${COLUMNS} FROM outbox ${rest}`, values);
    return rows.map((row) => this.view(row));
  }

  private view(row: Row): OutboxEvent {
    const type = String(row['type']);
    const status = row['status'] as OutboxEvent['status'];
    const { from, to } = this.published.of(type);
    return {
      id: String(row['id']),
      type,
      aggregateId: String(row['aggregate_id']),
      orderId: orderIn(String(row['payload'])),
      sequence: Number(row['sequence']),
      status,
      attempts: Number(row['attempts']),
      lastError: textIn(row, 'last_error'),
      createdAt: asDate(row['created_at']).toISOString(),
      availableAt: status === 'pending' ? asDate(row['available_at']).toISOString() : null,
      deliveredAt: asDateOrNull(row['delivered_at'])?.toISOString() ?? null,
      traceId: parseTraceparent(row['traceparent'])?.traceId ?? null,
      from,
      to,
    };
  }
}

function orderIn(payload: string): string | null {
  const { orderId } = JSON.parse(payload) as { orderId?: unknown };
  return typeof orderId === 'string' ? orderId : null;
}
