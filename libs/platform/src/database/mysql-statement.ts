import { type DataSource, QueryFailedError, type QueryRunner } from 'typeorm';
import type { Milliseconds } from '#platform/config';
import { countIfUnavailable } from './database-figures.js';
import { statementSpan, tracing } from '#platform/tracing';
import { DatabaseUnavailable, isReadOnly } from '#platform/database-failures';
import { timesAsText } from './times-as-text.js';
import { wholeRows } from './whole-rows.js';

interface Asked {
  readonly sql: string;
  readonly values: readonly unknown[];
  readonly rowsAsArray: true;
}

/** Of a SELECT: rows and their columns; of another statement: what it changed, and no columns. */
type Done = (error: Error | null, raw?: unknown, columns?: readonly { readonly name: string }[]) => void;

export interface MysqlConnection {
  query(asked: Asked, done: Done): unknown;
  release(): void;
  destroy(): void;
  readonly stream: { destroy(): void };
}

/** A connection that is not to be used again. Waiting for the goodbye of a server that is gone would leak the socket. */
export function destroyConnection(connection: Pick<MysqlConnection, 'destroy' | 'stream'>): void {
  connection.destroy();
  connection.stream.destroy();
}

/**
 * One statement straight through mysql2, with a deadline: every request makes some, and TypeORM's way to the same call
 * costs more than the call. Slow and failed statements are told of as TypeORM tells of them.
 * @throws DatabaseUnavailable, QueryFailedError
 */
export function runStatement(
  source: DataSource,
  connection: MysqlConnection,
  sql: string,
  values: readonly unknown[],
  deadline: Milliseconds,
): Promise<unknown> {
  if (!tracing) return send(source, connection, sql, values, deadline);
  return tracing.part(
    () => statementSpan('mysql', sql),
    () => send(source, connection, sql, values, deadline),
  );
}

function send(
  source: DataSource,
  connection: MysqlConnection,
  sql: string,
  values: readonly unknown[],
  deadline: Milliseconds,
): Promise<unknown> {
  const { logger, options } = source;
  const slow = options.maxQueryExecutionTime ?? Infinity;
  return new Promise((resolve, reject) => {
    const began = Date.now();
    const timer = setTimeout(() => {
      destroyConnection(connection);
      reject(countIfUnavailable(new DatabaseUnavailable(), source));
    }, deadline);
    const done: Done = (error, raw, columns) => {
      clearTimeout(timer);
      const took = Date.now() - began;
      if (took > slow) logger.logQuerySlow(took, sql, [...values]);
      if (!error) return resolve(columns ? wholeRows(raw as unknown[][], columns) : raw);
      if (isReadOnly(error)) destroyConnection(connection);
      reject(countIfUnavailable(new QueryFailedError(sql, [...values], error), source));
    };
    try {
      connection.query({ sql, values: timesAsText(values), rowsAsArray: true }, done);
    } catch (error) {
      done(error as Error);
    }
  });
}

/** A query runner that also takes statements straight to its connection. */
export interface StatementRunner extends QueryRunner {
  statement(sql: string, values: readonly unknown[]): Promise<unknown>;
}
