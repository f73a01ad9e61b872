import { Injectable, Logger, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { Database, isDatabaseUnavailable, placeholders } from '#platform/database';
import { EventBus } from './event-bus.js';
import { type OutboxRow, type StoredEvent, storedEventFrom } from './stored-event.js';

const POLL_EVERY_MS = 1_000;
const BATCH = 50;
/** How long a claimed event belongs to the process that claimed it. */
const LEASE_MS = 10_000;

/** Delivers what a crash, a failure or another process left behind. Any number of processes may poll. */
@Injectable()
export class OutboxPoller implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(OutboxPoller.name);
  private timer: NodeJS.Timeout | null = null;
  private polling: Promise<void> | null = null;
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly bus: EventBus,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.backgroundJobs) return;
    this.timer = setInterval(() => {
      this.polling ??= this.pollQuietly().finally(() => (this.polling = null));
    }, POLL_EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.stopping = true;
    await this.polling;
  }

  /** Claims and delivers until nothing is due; returns how many events were tried. */
  async poll(): Promise<number> {
    let tried = 0;
    while (!this.stopping) {
      const events = await this.claim();
      if (events.length === 0) break;
      this.bus.offer(events);
      await Promise.all(events.map(({ aggregateId }) => this.bus.settled(aggregateId)));
      tried += events.length;
    }
    return tried;
  }

  private async pollQuietly(): Promise<void> {
    try {
      await this.poll();
    } catch (error) {
      if (isDatabaseUnavailable(error)) this.log.warn('The outbox waits: the database does not answer');
      else this.log.error(error, 'Polling the outbox failed');
    }
  }

  /** The first waiting event of each aggregate that is due, passing over those another process is claiming. */
  private claim(): Promise<StoredEvent[]> {
    return this.database.transaction(async () => {
      const now = this.clock.now();
      const rows = await this.database.query<OutboxRow>(
        `SELECT * FROM outbox o WHERE o.status = 'pending' AND o.available_at <= ? AND NOT EXISTS (
           SELECT 1 FROM outbox e WHERE e.aggregate_id = o.aggregate_id AND e.status = 'pending'
           AND (e.sequence < o.sequence OR (e.sequence = o.sequence AND e.id < o.id)))
         ORDER BY o.available_at LIMIT ${BATCH}${this.database.forUpdateSkipLocked}`,
        [now],
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
