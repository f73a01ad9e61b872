export { Config, type Keyed, type MessageTemplate, type Milliseconds, type MysqlDatabase } from './config.js';
export { ConfigurationError } from './configuration-error.js';
export { configurationVariables, type ConfigurationVariable, type VariableName } from './configuration-variables.js';
export { developmentSecrets, type DevelopmentSecrets } from './development-secrets.js';
export { loadConfig, type LoadConfigOptions } from './load-config.js';
export { usesSimulator, withSimulator, type SimulatedWechat } from './simulator-config.js';
