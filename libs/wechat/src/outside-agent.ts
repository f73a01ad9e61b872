import type { Agent, Dispatcher } from 'undici';

/**
 * Connections to others that are kept open, by undici; it is loaded with the first request, because many a process never
 * asks anybody.
 */
export class OutsideAgent {
  private agent: Promise<Agent> | null = null;
  private isClosed = false;

  constructor(private readonly options: Agent.Options) {}

  async request(asked: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData> {
    return (await this.dispatcher()).request(asked);
  }

  /** For who knows how to do with less than a stream. */
  async dispatcher(): Promise<Dispatcher> {
    if (this.isClosed) throw new Error('the agent is closed');
    return (this.agent ??= import('undici').then(({ Agent }) => new Agent(this.options)));
  }

  /** Waits for the requests in flight. */
  async close(): Promise<void> {
    this.isClosed = true;
    await (await this.agent)?.close();
  }

  /** Breaks off what is in flight. */
  async destroy(): Promise<void> {
    this.isClosed = true;
    await (await this.agent)?.destroy();
  }
}
