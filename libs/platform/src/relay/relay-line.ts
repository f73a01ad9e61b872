import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, isUniqueViolation, placeholders } from '#platform/database';
import { eventFromJson, type StoredEvent } from '#platform/events';

const BATCH = 100;
/** How long claimed events belong to the process that claimed them; it needs a fraction of that. */
const LEASE_MS = 30_000;

export interface InLine {
  readonly stored: StoredEvent;
  readonly version: number;
}

interface LineRow {
  event_id: string;
  version: unknown;
}

interface EventRow {
  id: string;
  aggregate_id: string;
  sequence: unknown;
  payload: string;
  traceparent: string | null;
}

/** Events the broker has not confirmed yet. They leave the line one of an aggregate after the other. */
@Injectable()
export class RelayLine {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Does nothing for an event that is in line already. */
  async put({ id, aggregateId, sequence }: StoredEvent, version: number): Promise<void> {
    try {
      await this.database.execute(
        'INSERT INTO relay_line (event_id, aggregate_id, sequence, version, available_at) VALUES (?, ?, ?, ?, ?)',
        [id, aggregateId, sequence, version, this.clock.now()],
      );
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }

  /** Puts all events of a type in line that the outbox still has from this time on; answers how many. */
  async putAgain(type: string, version: number, from: Date): Promise<number> {
    return this.database.execute(
      `INSERT INTO relay_line (event_id, aggregate_id, sequence, version, available_at)
       SELECT id, aggregate_id, sequence, ?, ? FROM outbox WHERE type = ? AND created_at >= ?
       AND NOT EXISTS (SELECT 1 FROM relay_line WHERE relay_line.event_id = outbox.id)`,
      [version, this.clock.now(), type, from],
    );
  }

  /**
   * The first event in line of each aggregate that is due, passing over those another process is claiming. What is dated
   * further ahead than any wait was so before the clock was set back.
   */
  async claim(): Promise<InLine[]> {
    const claimed = await this.database.transaction(async () => {
      const now = this.clock.now();
      const rows = await this.database.query<LineRow>(
        `SELECT event_id, version FROM relay_line l WHERE (l.available_at <= ? OR l.available_at > ?) AND NOT EXISTS (
           SELECT 1 FROM relay_line e WHERE e.aggregate_id = l.aggregate_id
           AND (e.sequence < l.sequence OR (e.sequence = l.sequence AND e.event_id < l.event_id)))
         ORDER BY l.available_at, l.event_id LIMIT ${BATCH}${this.database.forUpdateSkipLocked}`,
        [now, new Date(now.getTime() + LEASE_MS)],
      );
      await this.moveTo(
        rows.map((row) => row.event_id),
        new Date(now.getTime() + LEASE_MS),
      );
      return rows;
    });
    return this.read(claimed);
  }

  /** The broker has them. */
  async leave(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.database.execute(`DELETE FROM relay_line WHERE event_id IN (${placeholders(ids.length)})`, [...ids]);
  }

  /** They are due again after `wait` milliseconds. */
  async putBack(ids: readonly string[], wait: number): Promise<void> {
    await this.moveTo(ids, new Date(this.clock.now().getTime() + wait));
  }

  async length(): Promise<number> {
    const [row] = await this.database.query('SELECT COUNT(*) AS waiting FROM relay_line');
    return Number(row?.['waiting'] ?? 0);
  }

  private async moveTo(ids: readonly string[], at: Date): Promise<void> {
    if (ids.length === 0) return;
    await this.database.execute(
      `UPDATE relay_line SET available_at = ? WHERE event_id IN (${placeholders(ids.length)})`,
      [at, ...ids],
    );
  }

  private async read(claimed: readonly LineRow[]): Promise<InLine[]> {
    if (claimed.length === 0) return [];
    const rows = await this.database.query<EventRow>(
      `SELECT id, aggregate_id, sequence, payload, traceparent FROM outbox WHERE id IN (${placeholders(claimed.length)})`,
      claimed.map((row) => row.event_id),
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return claimed.flatMap(({ event_id: id, version }) => {
      const row = byId.get(id);
      if (!row) return [];
      const event = eventFromJson(row.payload);
      const place = { aggregateId: row.aggregate_id, sequence: Number(row.sequence), traceparent: row.traceparent };
      return [{ stored: { id, ...place, attempts: 0, first: false, event }, version: Number(version) }];
    });
  }
}
