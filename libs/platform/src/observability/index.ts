export { createLogger, JsonLogger } from './logger.js';
export { logRequests } from './request-log.js';
