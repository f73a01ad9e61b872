export { openConsole } from './development-console.js';
