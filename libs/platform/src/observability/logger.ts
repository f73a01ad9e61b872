import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';
import { currentActivity } from '#platform/activity';
import type { Config } from '#platform/config';
import { tracing } from '#platform/tracing';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** @param destination standard output unless given */
export function createLogger(level: Config['observability']['logLevel'], destination?: DestinationStream): Logger {
  const options = { level, base: null, serializers: { err: asDescribed }, mixin: whatFor };
  return pino(options, destination ?? pino.destination());
}

/** Every line says what it belongs to; one that says so itself is left alone. */
function whatFor(fields: object): object {
  if ('requestId' in fields) return {};
  const activity = currentActivity();
  return {
    requestId: activity?.actor.requestId ?? undefined,
    traceId: tracing?.traceId() ?? activity?.traceId,
  };
}

/** Parts of Nest that tell at each start what the code says anyway. */
const CHATTY = new Set(['InstanceLoader', 'NestFactory', 'RouterExplorer', 'RoutesResolver', 'NestApplication']);

/** Nest's log calls as JSON lines; `log.warn({ err, orderId }, 'What happened')` keeps its fields. */
export class JsonLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write(CHATTY.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  private write(level: Level, message: unknown, rest: unknown[]): void {
    const texts = rest.filter((one): one is string => typeof one === 'string');
    const context = texts.pop();
    if (message instanceof Error)
      this.logger[level]({ context, err: describeError(message) }, texts[0] ?? message.name);
    else if (typeof message === 'object' && message !== null)
      this.logger[level]({ context, ...described(message) }, texts[0]);
    else this.logger[level]({ context }, String(message));
  }
}

interface Failure extends Error {
  readonly code?: unknown;
  readonly query?: string;
  readonly driverError?: { readonly code?: unknown; readonly errno?: unknown };
}

/** Whatever the field is called: printed property by property an error tells what was bound to its statement. */
function described(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? describeError(value) : (value as unknown),
    ]),
  );
}

function asDescribed(thrown: unknown): unknown {
  if (thrown instanceof Error) return describeError(thrown);
  return typeof thrown === 'object' ? thrown : { type: typeof thrown };
}

/** An error without what a person might have typed: a statement is shown with its placeholders, never with its values. */
export function describeError(error: Failure): object {
  const frames = error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
  if (error.driverError) {
    const { code, errno } = error.driverError;
    return { type: error.name, code, errno, query: error.query, stack: frames };
  }
  return { type: error.name, message: error.message, code: error.code, stack: frames };
}
