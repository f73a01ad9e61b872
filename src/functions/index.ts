export { answerInvocation } from './adapters/answer-invocation.js';
export { MOST_EVENT_BYTES } from './adapters/function-request.js';
export { FunctionsModule } from './functions.module.js';
