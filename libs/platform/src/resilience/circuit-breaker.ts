import type { Milliseconds } from '#platform/config';

export class CircuitOpen extends Error {
  constructor() {
    super('failed several times in a row; the next attempt waits');
    this.name = 'CircuitOpen';
  }
}

/** After `limit` failures in a row lets one attempt through per `pause`, until one succeeds. */
export class CircuitBreaker {
  private failures = 0;
  private nextTrial = 0;

  constructor(
    private readonly limit: number,
    private readonly pause: Milliseconds,
    private readonly now: () => Milliseconds = () => performance.now(),
  ) {}

  get isOpen(): boolean {
    return this.failures >= this.limit;
  }

  close(): void {
    this.failures = 0;
  }

  /** @throws CircuitOpen at once, or whatever `attempt` throws. */
  async run<T>(attempt: () => Promise<T>): Promise<T> {
    this.admit();
    try {
      const result = await attempt();
      this.close();
      return result;
    } catch (error) {
      this.failures += 1;
      // From here on, too: a trial may have hung for longer than the pause.
      if (this.isOpen) this.nextTrial = this.now() + this.pause;
      throw error;
    }
  }

  private admit(): void {
    if (!this.isOpen) return;
    if (this.now() < this.nextTrial) throw new CircuitOpen();
    this.nextTrial = this.now() + this.pause;
  }
}
