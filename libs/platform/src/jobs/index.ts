export { PeriodicJob } from './periodic-job.js';
export { Purge, PURGE_BATCH } from './purge.js';
