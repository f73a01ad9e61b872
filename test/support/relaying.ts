import { Logger } from '@nestjs/common';
import { type Clock, type DomainEvent, SystemClock } from '#kernel';
import type { Config } from '#platform/config';
import { Contexts } from '#platform/contexts';
import type { Database } from '#platform/database';
import { EventBus, Outbox, OutboxPoller, Reactions } from '#platform/events';
import {
  ContextConsumer,
  GivenUp,
  PublishedEvents,
  Publisher,
  Relay,
  RelayHealth,
  RelayLine,
  RemoteDelivery,
} from '#platform/relay';

/** Two contexts, of which `lamps` publishes and `doors` hears. */
const MODULES = { lamps: { publishes: { 'lamp.lit': 1, 'lamp.out': 1 } }, doors: {} };
const HEARD_BY_DOORS = ['lamp.lit', 'lamp.out'];

interface LampEvent extends DomainEvent {
  readonly lampId?: string;
}

interface Opening {
  readonly url: string;
  readonly exchange: string;
  readonly apart?: readonly string[];
  readonly own?: string | null;
  readonly clock?: Clock;
}

/** What one process has to record, relay and hear events with, started and stopped as Nest does. */
export class RelayingProcess {
  readonly outbox: Outbox;
  readonly bus: EventBus;
  readonly poller: OutboxPoller;
  readonly line: RelayLine;
  readonly relay: Relay;
  readonly health: RelayHealth;
  readonly publisher: Publisher;
  private readonly consumer: ContextConsumer;
  private readonly reactions: Reactions;

  constructor(
    private readonly database: Database,
    { url, exchange, apart = ['doors'], own = null, clock = new SystemClock() }: Opening,
  ) {
    Logger.overrideLogger(false);
    const division = { apart, own, off: [] };
    const config = {
      backgroundJobs: true,
      eventRelayUrl: url,
      eventRelayExchange: exchange,
      contexts: division,
    } as unknown as Config;
    const contexts = new Contexts(MODULES as never, division);
    const reactions = new Reactions(undefined as never, contexts);
    for (const type of HEARD_BY_DOORS) if (apart.includes('doors')) reactions.hearApart(type, 'doors');
    this.reactions = reactions;
    this.bus = new EventBus(database, reactions, clock);
    this.outbox = new Outbox(database, reactions, this.bus, clock);
    this.poller = new OutboxPoller(database, this.bus, clock, config, contexts);
    this.line = new RelayLine(database, clock);
    this.publisher = new Publisher(config, contexts, reactions);
    const published = new PublishedEvents(contexts);
    this.relay = new Relay(this.line, this.publisher, published, reactions, database, contexts, config);
    const delivery = new RemoteDelivery(database, clock, reactions, published, new GivenUp(database));
    this.consumer = new ContextConsumer(config, contexts, reactions, delivery);
    this.health = new RelayHealth(config, contexts, reactions, this.line, this.publisher, this.consumer);
  }

  on(type: string, name: string, handle: (event: LampEvent) => Promise<void>): this {
    this.reactions.add({ type, name, transaction: true, reaction: { handle } });
    return this;
  }

  start(): this {
    this.relay.onModuleInit();
    this.publisher.onApplicationBootstrap();
    this.consumer.onApplicationBootstrap();
    this.relay.onApplicationBootstrap();
    this.poller.onApplicationBootstrap();
    return this;
  }

  async stop(): Promise<void> {
    await Promise.all([this.relay, this.poller, this.consumer].map((one) => one.beforeApplicationShutdown()));
    await this.bus.idle();
    await this.publisher.onApplicationShutdown();
    await this.consumer.onApplicationShutdown();
  }

  /** Records events of version `version` of an aggregate, in a transaction. */
  record(aggregateId: string, version: number, ...types: string[]): Promise<void> {
    const events = types.map((type) => ({ type, at: new Date(), lampId: aggregateId }));
    return this.database.transaction(() => this.outbox.append([{ aggregateId, version, events }]));
  }
}
