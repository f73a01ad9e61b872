export { PlatformModule, platformSchemas } from './platform.module.js';
