import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Milliseconds } from '#platform/config';

/** Growth since the last full collection that brings the next one, in percent of what was in use after it. */
const PERCENT = 40;
/** Not before the first who ask are answered: a full collection takes some 50 ms. */
const AFTER: Milliseconds = 1_000;

/**
 * From now on V8 collects all of the heap as soon as it has grown by so much. By itself it lets garbage of requests pile up to several
 * times of what is in use, where the machine has memory to spare. Not before a start is over: it fills the heap with
 * what stays.
 */
export function limitHeapGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${PERCENT}`);
  // It goes by it from one collection to the next, and the next may be 100 MB away.
  setTimeout(collectGarbage, AFTER).unref();
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  collect();
}
