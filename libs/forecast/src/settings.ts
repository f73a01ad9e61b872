import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { WEEK } from './model.js';

/** A load that is forecast: how it is called in figures, and PromQL that says how much of it there is now, each second. */
export interface Load {
  readonly name: string;
  readonly expression: string;
}

export interface Settings {
  readonly prometheus: { readonly url: string; readonly authorization: string | null };
  readonly host: string;
  readonly port: number;
  readonly loads: readonly Load[];
  /** Hours that are looked back. */
  readonly historyHours: number;
  /** Minutes that the floor looks ahead. */
  readonly leadMinutes: number;
  readonly logLevel: string;
}

/** Every variable the forecaster reads: its default, and what it means. */
export const forecastVariables = {
  FORECAST_PROMETHEUS_URL: [
    'http://127.0.0.1:9090',
    'Prometheus, with user:password@ where it asks; or the file of FORECAST_PROMETHEUS_URL_FILE',
  ],
  FORECAST_HOST: ['0.0.0.0', 'address to listen on'],
  FORECAST_PORT: ['9310', 'port of /metrics and /health; 0 takes a free one'],
  FORECAST_REQUESTS: [
    'sum(rate(http_server_request_duration_seconds_count{job="jishi",route!~"/health.*"}[5m]))',
    'PromQL: requests per second now, as one series; empty: not forecast',
  ],
  FORECAST_DATABASE: [
    'sum(rate(db_pool_wait_seconds_count{job="jishi",server="primary"}[5m]))',
    'PromQL: statements and transactions of the database per second now, as one series; empty: not forecast',
  ],
  FORECAST_WEEKS: ['8', 'weeks of history that are read, 2 to 26; as far as Prometheus keeps them'],
  FORECAST_LEAD_MINUTES: ['30', 'how far ahead the floor looks, 1 to 720: longer than a new pod takes to serve'],
  LOG_LEVEL: ['info', 'fatal, error, warn, info, debug, trace or silent'],
} as const satisfies Record<string, readonly [preset: string, meaning: string]>;

type Name = keyof typeof forecastVariables;

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const number = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= least && value <= most);

/** @throws {Error} one line that names the variable and repeats no value, for some are secret */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const text = (name: Name) => environment[name] ?? forecastVariables[name][0];
  const read = <T>(name: Name, shape: z.ZodType<T>, expected: string, value: string = text(name)): T => {
    const { success, data } = shape.safeParse(value.trim());
    if (!success) throw new Error(`${name}: expected ${expected}`);
    return data;
  };
  const file = environment['FORECAST_PROMETHEUS_URL_FILE'];
  const given = file ? contentOf(file) : text('FORECAST_PROMETHEUS_URL');
  const url = new URL(read('FORECAST_PROMETHEUS_URL', z.url({ protocol: /^https?$/ }), 'an http(s) address', given));
  const { username, password } = url;
  [url.username, url.password] = ['', ''];
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const loads = [
    { name: 'requests', expression: text('FORECAST_REQUESTS').trim() },
    { name: 'database', expression: text('FORECAST_DATABASE').trim() },
  ].filter(({ expression }) => expression !== '');
  if (loads.length === 0) throw new Error('FORECAST_REQUESTS: expected PromQL, as FORECAST_DATABASE is empty too');
  return {
    prometheus: {
      url: url.href.replace(/\/$/, ''),
      authorization: username + password === '' ? null : `Basic ${Buffer.from(credentials).toString('base64')}`,
    },
    host: read('FORECAST_HOST', z.string().min(1), 'an address to listen on'),
    port: read('FORECAST_PORT', number(0, 65_535), 'a port'),
    loads,
    historyHours: read('FORECAST_WEEKS', number(2, 26), 'a whole number from 2 to 26') * WEEK,
    logLevel: read('LOG_LEVEL', z.enum(LEVELS), `one of ${LEVELS.join(', ')}`),
    leadMinutes: read('FORECAST_LEAD_MINUTES', number(1, 720), 'a whole number from 1 to 720'),
  };
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`FORECAST_PROMETHEUS_URL_FILE: cannot be read (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
}
