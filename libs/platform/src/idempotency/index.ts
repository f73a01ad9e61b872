export { type Claim, Idempotency, type IdempotentResult, nameOf, type Taken } from './idempotency.js';
export {
  FirstRequestStillRunning,
  type IdempotencyKey,
  IdempotencyKeyReused,
  OptionalIdempotencyKey,
  RequiredIdempotencyKey,
  withFile,
} from './idempotency-key.js';
export { IdempotencyModule } from './idempotency.module.js';
export { sayIfReplayed } from './replay.js';
export { idempotencySchema } from './schema.js';
