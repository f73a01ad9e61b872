import { Injectable } from '@nestjs/common';
import { Clock, timeOfId } from '#kernel';
import { Contexts, TOGETHER } from '#platform/contexts';
import { Database, DatabaseReading } from '#platform/database';
import { metrics } from '#platform/observability';
import { Reactions } from './reactions.js';

const pending = metrics.gauge({
  name: 'outbox_pending_deliveries',
  help: 'Events in the outbox that not all reactions have had yet',
  aggregator: 'max',
});
const oldest = metrics.gauge({
  name: 'outbox_oldest_delivery_age_seconds',
  help: 'Since when the oldest of them waits; 0 when none does',
  aggregator: 'max',
});
const dead = metrics.gauge({
  name: 'outbox_dead_deliveries',
  help: 'Dead events by the reaction that has not had them; parked: those nobody reacts to, kept for staff',
  labels: ['handler'],
  aggregator: 'max',
});

interface CountRow {
  readonly status: 'pending' | 'dead' | 'dead, handled';
  readonly type: string;
  /** Null: none has had them. */
  readonly handler: string | null;
  readonly count: unknown;
  readonly first: string | null;
}

/** What waits in the outbox, and what is dead. */
@Injectable()
export class OutboxFigures extends DatabaseReading {
  protected readonly gauges = [pending, oldest, dead];

  constructor(
    private readonly database: Database,
    private readonly reactions: Reactions,
    private readonly clock: Clock,
    private readonly contexts: Contexts = TOGETHER,
  ) {
    super();
  }

  /** The outbox is the main process's, which alone knows all reactions. */
  override onModuleInit(): void {
    if (this.contexts.own === null) super.onModuleInit();
  }

  protected override async read(): Promise<() => void> {
    // Ids tell when they were made, and stand in the index that finds the rows. The outer join has the few dead ones found first.
    const rows = await this.database.query<CountRow>(
      `SELECT 'pending' AS status, '' AS type, '' AS handler, COUNT(*) AS count, MIN(id) AS first
       FROM outbox WHERE status = 'pending'
       UNION ALL SELECT 'dead', type, '', COUNT(*), NULL FROM outbox WHERE status = 'dead' GROUP BY type
       UNION ALL SELECT 'dead, handled', outbox.type, inbox.handler, COUNT(*), NULL
       FROM outbox LEFT JOIN inbox ON inbox.event_id = outbox.id WHERE outbox.status = 'dead' GROUP BY outbox.type, inbox.handler`,
    );
    const waiting = rows.find(({ status }) => status === 'pending');
    const deadBy = this.deadByHandler(rows);
    return () => {
      pending.set(Number(waiting?.count ?? 0));
      const since = waiting?.first ? this.clock.now().getTime() - timeOfId(waiting.first).getTime() : 0;
      oldest.set(Math.max(0, since / 1_000));
      for (const [handler, count] of deadBy) dead.labels(handler).set(count);
    };
  }

  /** All reactions there are, so that one that has no dead events any more is told of with 0. */
  private deadByHandler(rows: readonly CountRow[]): ReadonlyMap<string, number> {
    const counts = new Map(['parked', ...this.reactions.all().map(({ name }) => name)].map((name) => [name, 0]));
    for (const { type, count } of rows.filter(({ status }) => status === 'dead')) {
      const handlers = this.reactions.to(type).map(({ name }) => name);
      for (const handler of handlers.length > 0 ? handlers : ['parked']) {
        const had = rows.find((row) => row.status === 'dead, handled' && row.type === type && row.handler === handler);
        counts.set(handler, (counts.get(handler) ?? 0) + Number(count) - Number(had?.count ?? 0));
      }
    }
    return counts;
  }
}
