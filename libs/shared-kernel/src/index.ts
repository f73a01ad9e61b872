export { AggregateRoot } from './aggregate-root.js';
export { BeijingDay } from './beijing-day.js';
export { Clock, ManualClock, SystemClock } from './clock.js';
export { DomainError, type ErrorKind } from './domain-error.js';
export type { DomainEvent } from './domain-event.js';
export { firstIdAt, newId, newIdAt, timeOfId } from './id.js';
export type { IsoTime } from './iso-time.js';
export { Money, MoneyOutOfRange } from './money.js';
export { randomBytes } from './random-bytes.js';
