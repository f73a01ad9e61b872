import type { Config } from '#platform/config';

/** While somebody develops, in the one process that does all: elsewhere there is no console. */
export function hasConsole({ environment, workers, contexts }: Config): boolean {
  return environment === 'development' && workers === 1 && contexts.own === null;
}
