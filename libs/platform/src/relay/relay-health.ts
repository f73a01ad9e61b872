import { Injectable } from '@nestjs/common';
import type { ChannelModel } from 'amqplib';
import { Config } from '#platform/config';
import { Contexts } from '#platform/contexts';
import { Reactions } from '#platform/events';
import { withDeadline } from '#platform/resilience';
import { ContextConsumer } from './context-consumer.js';
import { Publisher } from './publisher.js';
import { RelayLine } from './relay-line.js';
import { Topology } from './topology.js';

const PATIENCE_MS = 2_000;

export interface QueueHealth {
  /** Processes that listen; the broker serves one of them at a time. */
  readonly consumers: number;
  readonly waiting: number;
  readonly dead: number;
}

export interface RelayState {
  readonly status: 'up' | 'degraded';
  /** Events the broker has not confirmed. */
  readonly inLine?: number;
  /** Of contexts apart; null where there is no such queue or no answer. */
  readonly queues?: Readonly<Record<string, QueueHealth | null>>;
}

/** How it stands with the broker. The shop goes on without it, so nothing here is ever a failure. */
@Injectable()
export class RelayHealth {
  private readonly topology: Topology;

  constructor(
    private readonly config: Config,
    private readonly contexts: Contexts,
    private readonly reactions: Reactions,
    private readonly line: RelayLine,
    private readonly publisher: Publisher,
    private readonly consumer: ContextConsumer,
  ) {
    this.topology = new Topology(config.eventRelayExchange);
  }

  /** Null where no relay is configured. */
  async state(): Promise<RelayState | null> {
    if (this.config.eventRelayUrl === null) return null;
    const { own } = this.contexts;
    const inLine = own === null ? await this.line.length().catch(() => undefined) : undefined;
    const names = own === null ? this.contexts.apart : [own];
    const heard = names.filter((context) => this.reactions.heardBy(context).length > 0);
    const connection = own === null ? this.publisher.connected : this.consumer.connected;
    if (!connection && this.config.backgroundJobs) return { status: 'degraded', inLine };
    if (!connection) return { status: 'up', inLine };
    const queues = await Promise.all(heard.map(async (name) => [name, await this.look(connection, name)] as const));
    const isWell = queues.every(([, queue]) => queue !== null && queue.consumers > 0 && queue.dead === 0);
    return {
      status: isWell ? 'up' : 'degraded',
      inLine,
      ...(queues.length > 0 && { queues: Object.fromEntries(queues) }),
    };
  }

  private look(connection: ChannelModel, context: string): Promise<QueueHealth | null> {
    return withDeadline(this.ask(connection, context), PATIENCE_MS).catch(() => null);
  }

  /** On a channel of its own: the broker closes one that asks for a queue that is not there. */
  private async ask(connection: ChannelModel, context: string): Promise<QueueHealth> {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    const queue = await channel.checkQueue(this.topology.queue(context));
    const dead = await channel.checkQueue(this.topology.deadQueue(context));
    await channel.close();
    return { consumers: queue.consumerCount, waiting: queue.messageCount, dead: dead.messageCount };
  }
}
