import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { Config } from '#platform/config';
import { Contexts } from '#platform/contexts';
import { Reactions } from '#platform/events';
import { DeadlineExceeded, withDeadline } from '#platform/resilience';
import { BrokerConnection, DEADLINE } from './broker-connection.js';
import { type CloudEvent, CONTENT_TYPE } from './cloud-event.js';
import { Topology } from './topology.js';

/** Publishes to the exchange; what it has answered for is on the broker's disk. */
@Injectable()
export class Publisher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(Publisher.name);
  private readonly returned = new Set<string>();
  private readonly connection: BrokerConnection | null;
  private readonly topology: Topology;
  private channel: ConfirmChannel | null = null;

  constructor(
    config: Config,
    private readonly contexts: Contexts,
    private readonly reactions: Reactions,
  ) {
    const { eventRelayUrl, eventRelayExchange } = config;
    this.topology = new Topology(eventRelayExchange);
    const isMine = eventRelayUrl !== null && config.backgroundJobs && contexts.own === null;
    this.connection = isMine ? new BrokerConnection(eventRelayUrl, (made) => this.prepare(made)) : null;
  }

  onApplicationBootstrap(): void {
    this.connection?.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection?.stop();
  }

  /** Null while the broker is away. */
  get connected(): ChannelModel | null {
    return this.connection?.open ?? null;
  }

  /**
   * Resolves when the broker has confirmed it; whoever must hear of it has it in their queue.
   * @param traceparent where in a trace it was recorded; goes with it as a header
   */
  async publish(event: CloudEvent, traceparent: string | null = null): Promise<void> {
    const { channel } = this;
    if (!channel || !this.connected) throw new Error('There is no connection to the broker');
    try {
      await withDeadline(this.confirmed(channel, event, traceparent), DEADLINE);
    } catch (error) {
      // Confirms that do not come say nothing about the messages, and the next ones would not come either.
      if (error instanceof DeadlineExceeded) this.connection?.drop(error);
      throw error;
    } finally {
      this.returned.delete(event.id);
    }
  }

  private confirmed(channel: ConfirmChannel, event: CloudEvent, traceparent: string | null): Promise<void> {
    const options = {
      contentType: CONTENT_TYPE,
      persistent: true,
      messageId: event.id,
      type: event.type,
      appId: 'jishi',
      timestamp: Math.floor(Date.parse(event.time) / 1_000),
      ...(traceparent !== null && { headers: { traceparent } }),
      // Strangers may hear or not; a context that runs apart must.
      mandatory: this.reactions.apart(event.type).length > 0,
    };
    return new Promise((resolve, reject) => {
      const body = Buffer.from(JSON.stringify(event));
      channel.publish(this.topology.exchange, event.type, body, options, (refused: unknown) => {
        if (refused) reject(refused instanceof Error ? refused : new Error('The broker refuses the message'));
        else if (this.returned.has(event.id)) reject(new Error('No queue takes the message'));
        else resolve();
      });
    });
  }

  private async prepare(connection: ChannelModel): Promise<void> {
    this.returned.clear();
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined);
    channel.on('close', () => this.connection?.drop(new Error('the broker closed the channel')));
    channel.on('return', ({ properties }) => {
      this.returned.add(String(properties.messageId));
      // The queue is gone: the next connection declares it again.
      this.connection?.drop(new Error('a queue is missing'));
    });
    await this.topology.declareExchange(channel);
    for (const context of this.contexts.apart) {
      const types = this.reactions.heardBy(context);
      if (types.length === 0) continue;
      await this.topology.declareQueue(channel, context, types);
      const { consumerCount } = await channel.checkQueue(this.topology.queue(context));
      if (consumerCount === 0) this.log.warn(`No process of ${context} listens yet; its events wait at the broker`);
    }
    this.channel = channel;
  }
}
