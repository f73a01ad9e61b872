import { type Channel, type ChannelModel, connect, type GetMessage } from 'amqplib';
import { newId } from '#kernel';
import { eventually } from './until.js';

/** RabbitMQ for tests, as `npm test` found it; undefined where there is none. */
export const testAmqpUrl = process.env['TEST_AMQP_URL'];

/** `describe` where there is a broker; without one the suite is reported as skipped. */
export const describeWithBroker = testAmqpUrl === undefined ? describe.skip : describe;

/** A stranger at the broker, with an exchange name that is nobody else's. */
export class BrokerClient {
  readonly exchange = `jishi-test-${newId()}`;

  private constructor(
    private readonly connection: ChannelModel,
    readonly channel: Channel,
  ) {}

  static async open(): Promise<BrokerClient> {
    const connection = await connect(testAmqpUrl ?? '');
    const channel = await connection.createChannel();
    for (const one of [connection, channel]) one.on('error', () => undefined);
    return new BrokerClient(connection, channel);
  }

  /** A queue that hears everything on the exchange, for as long as this client is there. */
  async listen(pattern = '#'): Promise<string> {
    await this.channel.assertExchange(this.exchange, 'topic', { durable: true });
    const { queue } = await this.channel.assertQueue('', { exclusive: true });
    await this.channel.bindQueue(queue, this.exchange, pattern);
    return queue;
  }

  /** Takes messages until `enough` are there. */
  async take(queue: string, enough: number): Promise<GetMessage[]> {
    const messages: GetMessage[] = [];
    await eventually(
      async () => {
        for (let next; (next = await this.channel.get(queue, { noAck: true }));) messages.push(next);
        return messages.length;
      },
      (count) => count >= enough,
    );
    return messages;
  }

  /** Messages in a queue, which must be there, that nobody was given. */
  async waiting(queue: string): Promise<number> {
    return (await this.channel.checkQueue(queue)).messageCount;
  }

  /** Removes the exchange and the queues of these contexts. */
  async close(...contexts: readonly string[]): Promise<void> {
    for (const context of contexts) {
      await this.channel.deleteQueue(`${this.exchange}.${context}`);
      await this.channel.deleteQueue(`${this.exchange}.${context}.dead`);
    }
    await this.channel.deleteExchange(this.exchange);
    await this.connection.close();
  }
}
