import { Injectable } from '@nestjs/common';
import { Clock, DomainError } from '#kernel';
import { Database, placeholders } from '#platform/database';
import { readStaffPage, type StaffPage, type StaffPageRequest } from '#platform/http';
import { type EventView, eventViewFrom, type OutboxRow } from './stored-event.js';

export class EventNotFound extends DomainError {
  constructor() {
    super({ code: 404, kind: 'not-found', zh: '资源不存在', en: 'Not found' });
  }
}

/** What staff see and do about events that wait or failed for good. */
@Injectable()
export class EventLog {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  list(status: 'pending' | 'dead', request: StaffPageRequest): Promise<StaffPage<EventView>> {
    const rows = { table: 'outbox', columns: '*', where: 'status = ?', values: [status] };
    return this.database.reading((from) => readStaffPage(from, rows, request, eventViewFrom));
  }

  /** The latest dead event of each of these aggregates, by its sequence: the version of the aggregate that recorded it. */
  async deadOf(aggregateIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (aggregateIds.length === 0) return new Map();
    const rows = await this.database.query<{ aggregate_id: string; latest: unknown }>(
      `SELECT aggregate_id, MAX(sequence) AS latest FROM outbox
       WHERE aggregate_id IN (${placeholders(aggregateIds.length)}) AND status = 'dead' GROUP BY aggregate_id`,
      aggregateIds,
    );
    return new Map(rows.map(({ aggregate_id, latest }) => [aggregate_id, Number(latest)]));
  }

  /** Puts a dead event back in line; asking for one that is not dead changes nothing. @throws EventNotFound */
  async retry(id: string): Promise<EventView> {
    await this.database.execute(
      `UPDATE outbox SET status = 'pending', attempts = 0, available_at = ? WHERE id = ? AND status = 'dead'`,
      [this.clock.now(), id],
    );
    return this.event(id);
  }

  /** Puts an event that waits aside among the dead ones: it holds back nothing any more, and nobody tries it until `retry`. False: it does not wait. */
  async park(id: string, reason: string): Promise<boolean> {
    const parked = await this.database.execute(
      `UPDATE outbox SET status = 'dead', last_error = ? WHERE id = ? AND status = 'pending'`,
      [`parked: ${reason}`.slice(0, 1000), id],
    );
    return parked > 0;
  }

  /** @throws EventNotFound */
  async event(id: string): Promise<EventView> {
    const [row] = await this.database.query<OutboxRow>('SELECT * FROM outbox WHERE id = ?', [id]);
    if (!row) throw new EventNotFound();
    return eventViewFrom(row);
  }
}
