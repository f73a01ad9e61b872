import type { DiscoveryService } from '@nestjs/core';
import type { Clock, DomainEvent } from '#kernel';
import type { Database } from '#platform/database';
import type { Config } from '#platform/config';
import {
  EventBus,
  Outbox,
  OutboxPoller,
  type Reaction,
  Reactions,
  SUBSCRIPTION,
  type Subscription,
} from '#platform/events';

/** The real outbox and bus over a test database, without a Nest container to discover the reactions. */
export class EventDelivery {
  readonly bus: EventBus;
  readonly outbox: Outbox;
  private readonly reactions = new Reactions({ getProviders: () => [] } as unknown as DiscoveryService);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    this.bus = new EventBus(database, this.reactions, clock);
    this.outbox = new Outbox(database, this.reactions, this.bus, clock);
  }

  subscribe(...reactions: readonly Reaction[]): this {
    for (const reaction of reactions) {
      const subscription = Reflect.getMetadata(SUBSCRIPTION, reaction.constructor) as Subscription;
      this.reactions.add({ ...subscription, name: reaction.constructor.name, reaction });
    }
    return this;
  }

  /** Publishes as a repository would; resolves when the event and all that follow from it have been delivered. */
  async publish(aggregateId: string, version: number, ...events: readonly DomainEvent[]): Promise<void> {
    await this.database.transaction(() => this.outbox.append([{ aggregateId, version, events }]));
    await this.bus.idle();
  }

  /** Delivers what is due for another try. */
  async poll(): Promise<void> {
    await new OutboxPoller(this.database, this.bus, this.clock, { backgroundJobs: true } as Config).poll();
  }

  /** Types of the recorded events of an aggregate, oldest first, with their sequence and status. */
  async recorded(aggregateId: string): Promise<string[]> {
    const rows = await this.database.query(
      'SELECT type, sequence, status FROM outbox WHERE aggregate_id = ? ORDER BY sequence, id',
      [aggregateId],
    );
    return rows.map((row) => `${String(row['sequence'])} ${String(row['type'])} ${String(row['status'])}`);
  }
}
