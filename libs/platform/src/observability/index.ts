export { addedUp, countersOf, expositionOf, isWatched, METRICS_TYPE, silentWorkers, snapshot } from './exposition.js';
export { createLogger, describeError, JsonLogger } from './logger.js';
export { Counter, Gauge, LATENCY_BUCKETS, LONGEST_READING, metrics, type Snapshot } from './metrics.js';
export { type AnsweredRequest, logRequests, traceIdOf } from './request-log.js';
