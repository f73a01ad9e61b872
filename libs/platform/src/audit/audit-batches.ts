import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database, isDatabaseUnavailable, messageOf, placeholders, type SqlValue } from '#platform/database';
import { untraced } from '#platform/tracing';

/** Milliseconds the first of a batch waits for others; what a process that is killed loses is no older. */
export const BATCH_WAIT = 100;
/** Rows of one INSERT. */
export const BATCH_SIZE = 500;
/** Rows that may wait while the database does not answer; more are lost, and the log says how many. */
export const MOST_WAITING = 10_000;

const COLUMNS = 'id, type, actor_kind, actor_id, subject, ip, request_id, at, facts';
const WIDTH = 9;

/** Audit rows on their way: gathered off the request's path, written in bounded batches, flushed at shutdown. */
@Injectable()
export class AuditBatches implements BeforeApplicationShutdown {
  private readonly log = new Logger(AuditBatches.name);
  private waiting: SqlValue[][] = [];
  private lost = 0;
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> | null = null;
  private stopped = false;

  constructor(private readonly database: Database) {}

  /** Writes at once, in the caller's transaction. */
  async write(rows: readonly SqlValue[][]): Promise<void> {
    await this.database.execute(
      `INSERT INTO audit_log (${COLUMNS}) VALUES ${placeholders(rows.length, WIDTH)}`,
      rows.flat(),
    );
  }

  add(row: SqlValue[]): void {
    if (this.waiting.length >= MOST_WAITING) this.lost++;
    else this.waiting.push(row);
    if (this.stopped) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), BATCH_WAIT).unref();
  }

  /** Writes what waits. Never rejects: what could not be written goes on waiting. */
  async flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    // Not inside whatever transaction or trace the caller has open.
    this.writing ??= untraced(() => this.database.outside(() => this.drain())).finally(() => (this.writing = null));
    await this.writing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.flush();
    // Once more: somebody may have added to it while the last batch was on its way.
    await this.flush();
  }

  /** One row that the database refuses must not keep the others waiting for ever. */
  private async writeEach(batch: readonly SqlValue[][], failure: unknown): Promise<void> {
    if (isDatabaseUnavailable(failure)) throw failure;
    for (const row of batch) {
      await this.write([row]).catch((error: unknown) => {
        if (isDatabaseUnavailable(error)) throw error;
        this.log.error(`An audit entry is lost, the database refuses it: ${messageOf(error)}`);
      });
    }
  }

  private async drain(): Promise<void> {
    try {
      while (this.waiting.length > 0) {
        const batch = this.waiting.slice(0, BATCH_SIZE);
        await this.write(batch).catch((error: unknown) => this.writeEach(batch, error));
        this.waiting = this.waiting.slice(batch.length);
      }
    } catch (error) {
      this.log.warn({ err: error }, 'Audit entries wait: they cannot be written now');
      if (!this.stopped) this.timer ??= setTimeout(() => void this.flush(), 10 * BATCH_WAIT).unref();
    }
    if (this.lost === 0) return;
    this.log.error(`${this.lost} audit entries are lost: more than ${MOST_WAITING} were waiting`);
    this.lost = 0;
  }
}
