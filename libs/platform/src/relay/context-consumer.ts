import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { Config } from '#platform/config';
import { Contexts } from '#platform/contexts';
import { Reactions } from '#platform/events';
import { BrokerConnection } from './broker-connection.js';
import { type CloudEvent, parseCloudEvent } from './cloud-event.js';
import { Lanes } from './lanes.js';
import { RemoteDelivery } from './remote-delivery.js';
import { Topology } from './topology.js';

/** Messages under way in one process: what bounds its memory, and what a failing database can hold up. */
const PREFETCH = 20;

/**
 * Feeds the reactions of the context this process is for from its queue. A message is acknowledged when its reactions
 * have had it, in the sequence of its aggregate; one that cannot be read goes to the dead queue.
 */
@Injectable()
export class ContextConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly log = new Logger(ContextConsumer.name);
  private readonly topology: Topology;
  private readonly connection: BrokerConnection | null;
  private readonly lanes = new Lanes();
  /** Ends the patience of deliveries whose connection is gone: their messages come again. */
  private session = new AbortController();
  private stopping = false;

  constructor(
    config: Config,
    private readonly contexts: Contexts,
    private readonly reactions: Reactions,
    private readonly delivery: RemoteDelivery,
  ) {
    const { eventRelayUrl, eventRelayExchange, backgroundJobs } = config;
    this.topology = new Topology(eventRelayExchange);
    const isMine = eventRelayUrl !== null && backgroundJobs && contexts.own !== null;
    this.connection = isMine ? new BrokerConnection(eventRelayUrl, (made) => this.prepare(made)) : null;
  }

  onApplicationBootstrap(): void {
    const { own } = this.contexts;
    if (own !== null && this.reactions.heardBy(own).length > 0) this.connection?.start();
  }

  /** What is under way is finished, and acknowledged; what waits for another try goes back to the queue. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.session.abort();
    await this.lanes.idle();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection?.stop();
  }

  /** Null while the broker is away. */
  get connected(): ChannelModel | null {
    return this.connection?.open ?? null;
  }

  private async prepare(connection: ChannelModel): Promise<void> {
    const own = this.contexts.own ?? '';
    const session = new AbortController();
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    channel.on('close', () => {
      session.abort();
      this.connection?.drop(new Error('the broker closed the channel'));
    });
    await this.topology.declareQueue(channel, own, this.reactions.heardBy(own));
    await channel.prefetch(PREFETCH);
    this.session = session;
    await channel.consume(this.topology.queue(own), (message) => {
      if (message) this.take(channel, message, session.signal);
      else this.connection?.drop(new Error('the queue is gone'));
    });
  }

  private take(channel: Channel, message: ConsumeMessage, ended: AbortSignal): void {
    // Unanswered it is another process's when this one's channel closes; and the broker sends no more than PREFETCH of them.
    if (this.stopping) return;
    let event: CloudEvent;
    try {
      event = parseCloudEvent(message.content.toString());
    } catch {
      this.log.error({ messageId: String(message.properties.messageId) }, 'A message is no event: to the dead queue');
      settle(() => channel.reject(message, false));
      return;
    }
    this.lanes.run(event.subject, async () => {
      const { traceparent } = (message.properties.headers ?? {}) as { traceparent?: unknown };
      const outcome = await this.delivery.deliver(event, ended, traceparent);
      if (outcome === 'delivered') settle(() => channel.ack(message));
      if (outcome === 'unknown') settle(() => channel.reject(message, false));
      if (outcome === 'interrupted') settle(() => channel.reject(message, true));
    });
  }
}

/** On a channel that is gone this throws, and the broker gives the message to the next one. */
function settle(answer: () => void): void {
  try {
    answer();
  } catch {
    // It comes again, and its reactions have had it.
  }
}
