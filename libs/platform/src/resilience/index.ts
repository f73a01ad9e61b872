export { CircuitBreaker, CircuitOpen } from './circuit-breaker.js';
