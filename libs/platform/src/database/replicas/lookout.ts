import type { Connection, QueryError } from 'mysql2';
import type { Milliseconds, MysqlDatabase } from '#platform/config';
import { destroyConnection } from '../mysql-statement.js';

/** For one look at the server, connecting included. */
const DEADLINE: Milliseconds = 500;

/**
 * A connection of one's own to look at a server with: a look that waited behind those who use the pool would say nothing of
 * the server. It is made when it is needed, and anew after whatever went wrong with it.
 */
export class Lookout {
  private connection: Connection | null = null;

  constructor(private readonly server: MysqlDatabase) {}

  /** Rows of a SELECT, or what an UPDATE says. @throws what the driver says, or that there was no answer within half a second */
  async ask(sql: string, values: readonly string[] = []): Promise<unknown> {
    const connection = (this.connection ??= await this.open());
    return new Promise((resolve, reject) => {
      const done = (error: Error | null, answer?: unknown) => {
        clearTimeout(timer);
        if (!error) return resolve(answer);
        this.leave(connection);
        reject(error);
      };
      const timer = setTimeout(() => done(new Error(`no answer within ${DEADLINE} ms`)), DEADLINE);
      connection.query(sql, [...values], (error: QueryError | null, answer) => done(error, answer));
    });
  }

  close(): void {
    if (this.connection) this.leave(this.connection);
  }

  private async open(): Promise<Connection> {
    const { createConnection } = await import('mysql2');
    const { host, port, user, password, name: database } = this.server;
    const connection = createConnection({ host, port, user, password, database, connectTimeout: DEADLINE });
    // Whoever asks hears of it.
    connection.on('error', () => this.leave(connection));
    return connection;
  }

  private leave(connection: Connection): void {
    if (this.connection === connection) this.connection = null;
    destroyConnection(connection as unknown as Parameters<typeof destroyConnection>[0]);
  }
}
