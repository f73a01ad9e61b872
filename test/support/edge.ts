import { fileURLToPath } from 'node:url';
import { EdgeVM } from '@edge-runtime/vm';
import { build } from 'esbuild';

interface Handler {
  fetch(request: Request, env: object, ctx: { waitUntil(work: Promise<unknown>): void }): Promise<Response>;
}

/** A worker at the edge: `edge/` as it is put up, in a runtime that has what the web has and nothing of Node. */
export class Edge {
  private readonly working = new Set<Promise<unknown>>();

  private constructor(
    private readonly vm: EdgeVM,
    private readonly env: object,
  ) {}

  /** @param caches what stands there as the Cache API of the place; none unless given */
  static async open(env: object, caches?: object): Promise<Edge> {
    const entryPoints = [fileURLToPath(new URL('../../edge/index.js', `file://${__filename}`))];
    const options = { bundle: true, format: 'iife', globalName: 'worker', write: false } as const;
    const { outputFiles } = await build({ entryPoints, ...options });
    const vm = new EdgeVM({ extend: (context) => Object.assign(context, caches && { caches }) });
    vm.evaluate(`var aheadMs = 0; { const now = Date.now; Date.now = () => now() + aheadMs; }`);
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
