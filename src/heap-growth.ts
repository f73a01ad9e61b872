import { setFlagsFromString } from 'node:v8';

/** Of what was in use after the last full collection. */
const PERCENT = 20;

/**
 * From now on V8 collects all of the heap as soon as it has grown by so much. By itself it lets garbage of requests pile up to several
 * times of what is in use, where the machine has memory to spare. Not before a start is over: it fills the heap with
 * what stays.
 */
export function limitHeapGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${PERCENT}`);
}
