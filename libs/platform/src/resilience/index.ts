export { CircuitBreaker, CircuitOpen } from './circuit-breaker.js';
export { DeadlineExceeded, withDeadline } from './deadline.js';
