export { type ContextModule, type ContextModules, Contexts, TOGETHER } from './contexts.js';
export { ContextsModule } from './contexts.module.js';
