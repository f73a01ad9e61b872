import { fileURLToPath } from 'node:url';
import { EdgeVM } from '@edge-runtime/vm';
import { build } from 'esbuild';

interface Handler {
  fetch(request: Request, env: object, ctx: { waitUntil(work: Promise<unknown>): void }): Promise<Response>;
}

/** How many times longer than it is told to a worker waits for the shop, so that a busy machine is not taken for a shop that is away. */
const PATIENCE = 20;

/**
 * A worker at the edge: `edge/` as it is put up, in a runtime that has what the web has and nothing of Node. Its clock stands still unless it is told
 * to go on.
 */
export class Edge {
  private readonly working = new Set<Promise<unknown>>();

  private constructor(
    private readonly vm: EdgeVM,
    private readonly env: object,
  ) {}

  /** @param caches what stands there as the Cache API of the place; none unless given */
  static async open(env: object, caches?: object, patience = PATIENCE): Promise<Edge> {
    const entryPoints = [fileURLToPath(new URL('../../edge/index.js', `file://${__filename}`))];
    const options = { bundle: true, format: 'iife', globalName: 'worker', write: false } as const;
    const { outputFiles } = await build({ entryPoints, ...options });
    // No timer of a request that was answered keeps the tests from ending.
    const later = (ms: number, work: () => void) => void setTimeout(work, ms * patience).unref();
    const vm = new EdgeVM({ extend: (context) => Object.assign(context, { later }, caches && { caches }) });
    vm.evaluate(`var aheadMs = 0; { const begun = Date.now(); Date.now = () => begun + aheadMs; }`);
    vm.evaluate(`AbortSignal.timeout = (ms) => {
      const late = new AbortController();
      later(ms, () => late.abort());
      return late.signal;
    };`);
    vm.evaluate(`${outputFiles[0]?.text}; globalThis.handler = worker.default;`);
    return new Edge(vm, env);
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const made = this.vm.evaluate<(path: string, init: RequestInit) => Request>(
      '(path, init) => new Request(path, init)',
    )(`https://edge.example${path}`, init);
    const waitUntil = (work: Promise<unknown>) => {
      const kept = work.finally(() => this.working.delete(kept));
      this.working.add(kept);
    };
    return this.vm.evaluate<Handler>('handler').fetch(made, this.env, { waitUntil });
  }

  /** Its clock goes forward at once. */
  pass(ms: number): void {
    this.vm.evaluate(`aheadMs += ${ms}`);
  }

  /** Until nothing is done in the background any more. */
  async settle(): Promise<void> {
    while (this.working.size > 0) await Promise.allSettled(this.working);
  }
}
