export { createLogger, describeError, JsonLogger } from './logger.js';
export { logRequests } from './request-log.js';
