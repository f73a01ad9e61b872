import { type Config, ConfigurationError, hasDevelopmentSecrets, loadConfig } from '#platform/config';
import { Refusal } from '../refusal.js';

/**
 * The configuration of an operator's command: production's, unless NODE_ENV says otherwise.
 * Where somebody runs a development server too, its refusal says how that one is meant.
 */
export function configOfCommand(): Config {
  const said = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = said || 'production';
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (said || !(error instanceof ConfigurationError) || !hasDevelopmentSecrets()) throw error;
    throw new Refusal(
      `configuration: ${error.message}\nNODE_ENV is not set, so this is production: for the shop of npm start say NODE_ENV=development`,
    );
  }
}
