export { type ContextModule, Contexts, TOGETHER } from './contexts.js';
export { ContextsModule } from './contexts.module.js';
