import { Refusal } from './checkout.mjs';

/** What takes no arguments and does not read them itself; what does, as most of src/commands, says its own usage. */
const USAGES = {
  'scripts/demo.mjs': "npm run demo: a shopper's journey over HTTP, against BASE_URL or a server of its own",
  'scripts/client-types.mjs': 'npm run client:types: types of the mini-program client, from the OpenAPI document',
  'dist/src/commands/openapi.js': 'npm --silent run openapi: prints the OpenAPI document',
  'dist/src/functions-worker.js':
    'npm run functions: the worker, with the environment of the shop and FUNCTIONS=broker',
  'dist/src/serve-functions.js':
    'npm run functions:serverless: the functions behind PORT, with the environment of the shop',
  'dist/libs/forecast/src/main.js':
    'npm run forecast: expects the load of the next day from what FORECAST_PROMETHEUS_URL has (docs/forecast.md)',
};

/** The usage, where `--help` asks for it; null: run it. @throws Refusal when a command without arguments is given some */
export function withoutArguments(file, args) {
  const usage = USAGES[file];
  if (!usage || args.length === 0) return null;
  if (args.every((one) => one === '-h' || one === '--help')) return `Usage: ${usage}`;
  throw new Refusal(`too much: ${args.join(' ')}. Usage: ${usage}`);
}
