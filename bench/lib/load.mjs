import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A thread that sends requests, so that what this process does besides does not count. */
export class LoadGenerator {
  #worker = new Worker(new URL('load-worker.mjs', import.meta.url));

  /**
   * Keeps `connections` busy for `roundMs`, each with one request at a time (a closed loop).
   * @returns `{ perSecond, p50, p99, requests }`, times in milliseconds
   * @throws when an answer is no success: what fails fast must not look fast
   */
  async run({ requests, connections, roundMs }) {
    this.#worker.postMessage({ requests, connections, roundMs });
    const [{ problem, ...measured }] = await once(this.#worker, 'message');
    if (problem) throw new Error(problem);
    return measured;
  }

  async close() {
    await this.#worker.terminate();
  }
}
