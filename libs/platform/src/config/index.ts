export { Config, type Keyed, type MessageTemplate, type Milliseconds, type MysqlDatabase } from './config.js';
export { ConfigurationError } from './configuration-error.js';
export { configurationVariables, type ConfigurationVariable } from './configuration-variables.js';
export { developmentSecrets, hasDevelopmentSecrets } from './development-secrets.js';
export { loadConfig } from './load-config.js';
export { DEMO_OWNER } from './secrets-config.js';
export { usesSimulator, withSimulator, type SimulatedWechat } from './simulator-config.js';
