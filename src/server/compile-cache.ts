import module from 'node:module';
import { fileURLToPath } from 'node:url';

type Keep = (folder: string) => unknown;

/**
 * From now on modules are loaded as they were compiled when the shop was built, or by the process before this one. Where
 * it cannot be written, nothing is kept; before Node 22.1 there is no such cache.
 */
export function keepCompiledCode(): boolean {
  const { enableCompileCache } = module as unknown as { enableCompileCache?: Keep };
  enableCompileCache?.(fileURLToPath(new URL('../../compiled', import.meta.url)));
  return enableCompileCache !== undefined;
}
