import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../support/api.js';

const PAUSE_MS = 20;

export interface Told {
  readonly what: string;
  readonly status: number;
  readonly retryAfter: string | null;
  /** Milliseconds from the request to the answer. */
  readonly took: number;
  /** When it was asked and answered, by `performance.now()`. */
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly data: unknown;
}

export type Requests = Readonly<Record<string, () => Promise<Answer<unknown>>>>;

/** Shoppers who go on asking, each kind of request in a few loops of its own, whatever they are told. */
export class Traffic {
  /** Every answer, in the order in which they came. */
  readonly told: Told[] = [];
  /** Requests that had no answer, by what they were. */
  readonly unanswered: string[] = [];
  private readonly loops: Promise<unknown>;
  private stopped = false;

  constructor(requests: Requests, loopsOfEach = 2) {
    const loops = Object.entries(requests).flatMap(([what, ask]) =>
      Array.from({ length: loopsOfEach }, () => this.loop(what, ask)),
    );
    this.loops = Promise.all(loops);
  }

  /** Resolves when the last request is answered. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.loops;
  }

  /** Whether each kind of request has been answered with success, asked after a moment. */
  succeedsSince(moment: number): boolean {
    const kinds = (told: readonly Told[]) => new Set(told.map(({ what }) => what)).size;
    return kinds(this.told.filter(({ status, askedAt }) => askedAt > moment && status < 300)) === kinds(this.told);
  }

  private async loop(what: string, ask: () => Promise<Answer<unknown>>): Promise<void> {
    while (!this.stopped) {
      const askedAt = performance.now();
      try {
        const { status, headers, data } = await ask();
        const answeredAt = performance.now();
        const retryAfter = headers.get('retry-after');
        this.told.push({ what, status, retryAfter, took: answeredAt - askedAt, askedAt, answeredAt, data });
      } catch (error) {
        this.unanswered.push(`${what}: ${String((error as Error).cause ?? error)}`);
      }
      await pause(PAUSE_MS);
    }
  }
}
