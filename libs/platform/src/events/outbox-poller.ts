import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { Contexts, TOGETHER } from '#platform/contexts';
import { Database, placeholders } from '#platform/database';
import { PeriodicJob } from '#platform/jobs';
import { EventBus, LONGEST_BACK_OFF_MS } from './event-bus.js';
import { type OutboxRow, type StoredEvent, storedEventFrom } from './stored-event.js';

const BATCH = 50;
/** How long a claimed event belongs to the process that claimed it. */
const LEASE_MS = 10_000;
/** Nothing waits for longer: what would was dated by a clock that has been set back since, and is due. */
const LONGEST_WAIT_MS = LONGEST_BACK_OFF_MS;

/** Delivers what a crash, a failure or another process left behind. Any number of main processes may poll. */
@Injectable()
export class OutboxPoller extends PeriodicJob {
  readonly every = 1_000;

  constructor(
    private readonly database: Database,
    private readonly bus: EventBus,
    private readonly clock: Clock,
    config: Config,
    contexts: Contexts = TOGETHER,
  ) {
    super(config);
    if (contexts.own !== null) this.rest();
  }

  async run(): Promise<void> {
    await this.poll();
  }

  /** Claims and delivers until nothing is due, or this process is behind; returns how many events were tried. */
  async poll(): Promise<number> {
    let tried = 0;
    while (!this.stopping && this.bus.hasRoom) {
      const events = await this.claim();
      if (events.length === 0) break;
      this.bus.offer(events);
      await Promise.all(events.map(({ aggregateId }) => this.bus.settled(aggregateId)));
      tried += events.length;
    }
    return tried;
  }

  /** The first waiting event of each aggregate that is due, passing over those another process is claiming. */
  private claim(): Promise<StoredEvent[]> {
    return this.database.transaction(async () => {
      const now = this.clock.now();
      const rows = await this.database.query<OutboxRow>(
        `SELECT * FROM outbox o WHERE o.status = 'pending' AND (o.available_at <= ? OR o.available_at > ?) AND NOT EXISTS (
           SELECT 1 FROM outbox e WHERE e.aggregate_id = o.aggregate_id AND e.status = 'pending'
           AND (e.sequence < o.sequence OR (e.sequence = o.sequence AND e.id < o.id)))
         ORDER BY o.available_at LIMIT ${BATCH}${this.database.forUpdateSkipLocked}`,
        [now, new Date(now.getTime() + LONGEST_WAIT_MS)],
      );
      if (rows.length === 0) return [];
      await this.database.execute(`UPDATE outbox SET available_at = ? WHERE id IN (${placeholders(rows.length)})`, [
        new Date(now.getTime() + LEASE_MS),
        ...rows.map((row) => row.id),
      ]);
      return rows.map(storedEventFrom);
    });
  }
}
