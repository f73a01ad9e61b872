import type { Channel } from 'amqplib';

/** Names of what is at the broker; all begin with the name of the exchange, so that shops can share one. */
export class Topology {
  constructor(readonly exchange: string) {}

  /** What a context apart is to hear. */
  queue(context: string): string {
    return `${this.exchange}.${context}`;
  }

  /** What a context apart could not read. */
  deadQueue(context: string): string {
    return `${this.queue(context)}.dead`;
  }

  async declareExchange(channel: Channel): Promise<void> {
    await channel.assertExchange(this.exchange, 'topic', { durable: true });
  }

  /**
   * The queue of a context apart, bound to the types it hears. Publisher and consumer both declare it: whoever comes
   * first, nothing is lost. Classic, because what is given back keeps its place there; with one consumer at a time,
   * because two would overtake one another.
   */
  async declareQueue(channel: Channel, context: string, types: readonly string[]): Promise<void> {
    await this.declareExchange(channel);
    await channel.assertQueue(this.deadQueue(context), { durable: true });
    await channel.assertQueue(this.queue(context), {
      durable: true,
      deadLetterExchange: '',
      deadLetterRoutingKey: this.deadQueue(context),
      arguments: { 'x-single-active-consumer': true },
    });
    for (const type of types) await channel.bindQueue(this.queue(context), this.exchange, type);
  }
}
