import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type * as Clients from './redis-client.js';
import type { RedisClient } from './redis-client.js';
import type { RedisConnection } from './redis-connection.js';

export type Listener = (message: string) => void;

const PREFIX = 'jishi:';

/**
 * Tells all processes something at once, by Redis pub/sub. It is a hint, never the truth: a message is lost while Redis
 * is away or a connection breaks, so whoever listens needs another way to find out. The sender hears nothing itself.
 */
export class RedisBroadcast implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(RedisBroadcast.name);
  private readonly listeners = new Map<string, Listener>();
  private readonly me = `${process.pid}.${Math.random().toString(36).slice(2)}`;
  /** Loaded where there is a Redis. */
  private clients!: typeof Clients;
  private subscriber: RedisClient | null = null;

  constructor(
    private readonly urls: readonly string[],
    private readonly connection: RedisConnection,
  ) {}

  /** Before the application starts; one listener a channel. */
  listen(channel: string, listener: Listener): void {
    this.listeners.set(channel, listener);
  }

  /** Resolves when Redis has handed the message on, or does not answer in time. Never rejects. */
  async send(channel: string, message: string): Promise<void> {
    if (this.urls.length === 0) return;
    await this.connection
      .run((client) => client.publish(PREFIX + channel, `${this.me} ${message}`), 'PUBLISH')
      .catch(() => undefined);
  }

  async onModuleInit(): Promise<void> {
    if (this.urls.length === 0) return;
    this.clients = await import('./redis-client.js');
    this.open();
  }

  onApplicationShutdown(): void {
    const { subscriber } = this;
    this.subscriber = null;
    try {
      subscriber?.destroy();
    } catch {
      // It had given up by itself.
    }
  }

  private open(): void {
    const subscriber = this.clients.createSubscriber(this.urls);
    this.subscriber = subscriber;
    // The connection says when Redis is away; this client finds back by itself, its subscriptions included.
    subscriber.on('error', () => undefined);
    void this.subscribe(subscriber);
  }

  private async subscribe(subscriber: RedisClient): Promise<void> {
    try {
      await subscriber.connect();
      for (const [channel, listener] of this.listeners) {
        await subscriber.subscribe(PREFIX + channel, (message) => this.hear(listener, message));
      }
    } catch (error) {
      if (this.subscriber !== subscriber) return;
      this.log.warn(`Subscribing failed and is tried again: ${error instanceof Error ? error.name : 'unknown error'}`);
      setTimeout(() => this.subscriber === subscriber && this.retry(subscriber), 1_000).unref();
    }
  }

  private retry(subscriber: RedisClient): void {
    try {
      subscriber.destroy();
    } catch {
      // It had given up by itself.
    }
    this.open();
  }

  private hear(listener: Listener, message: string): void {
    const [sender = ''] = message.split(' ', 1);
    if (sender !== this.me) listener(message.slice(sender.length + 1));
  }
}
