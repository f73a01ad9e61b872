import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Sends so many requests a second whether or not they are answered (an open loop), as people do. */
export class OpenLoad {
  #worker = new Worker(new URL('open-load-worker.mjs', import.meta.url));

  /**
   * @returns `{ sent, answered, shed, wrong, example, p50, p99 }`: `shed` were refused with 503 and Retry-After, `wrong` is
   * anything else, and times, in milliseconds, count from when a request was due
   */
  run({ perSecond, ...order }) {
    return this.runCurve({ ...order, rates: [perSecond] });
  }

  /** As `run`, with one rate after the other, each for so many seconds. */
  async runCurve({ requests, rates, seconds, connections }) {
    this.#worker.postMessage({ requests, rates, seconds, connections });
    const [{ problem, ...measured }] = await once(this.#worker, 'message');
    if (problem) throw new Error(problem);
    return measured;
  }

  async close() {
    await this.#worker.terminate();
  }
}
