import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Milliseconds, MysqlDatabase } from '#platform/config';
import { messageOf } from '#platform/database-failures';
import { withDeadline } from '#platform/resilience';
import { statementOf } from '../deadlines.js';
import type { Reader, Row, SqlValue } from '../reader.js';
import type { Heartbeat } from './heartbeat.js';
import { Lookout } from './lookout.js';
import { replicaLag, replicaUp } from './replica-figures.js';

/** What is read from a replica is at most so old. */
export const MOST_BEHIND: Milliseconds = 2_000;
/** One that was left out comes back when it is nearer than that, or it would come and go. */
const BACK_WHEN: Milliseconds = 1_000;
/** After a statement that failed, however well it looks: a disk may hang whose server answers out of its memory. */
const REST: Milliseconds = 5_000;
/** For so long nothing is said of a replica that has not been understood yet. */
const PATIENCE: Milliseconds = 5_000;
const OPENING: Milliseconds = 5_000;
const CLOSING: Milliseconds = 1_000;

/** A statement failed at the replica, or is not waited for any longer because the replica was left out meanwhile. */
export class ReplicaFailed extends Error {
  constructor(cause?: unknown) {
    super('a replica failed', { cause });
    this.name = 'ReplicaFailed';
  }
}

/** A server that follows the primary, and a few connections to read from it. */
export class Replica {
  readonly address: string;
  private readonly log = new Logger('Replica');
  private readonly lookout: Lookout;
  private source: DataSource | null = null;
  private reader: Reader | null = null;
  /** It has all that was committed before this moment, by the monotonic clock. */
  private completeUntil: Milliseconds = -Infinity;
  private leftOut = true;
  private restsUntil: Milliseconds = -Infinity;
  private told = false;
  private closed = false;
  private readonly since = performance.now();
  private readonly waiting = new Set<(error: Error) => void>();

  constructor(
    server: MysqlDatabase,
    private readonly heartbeat: Pick<Heartbeat, 'momentOf'>,
    private readonly open: (address: string) => Promise<DataSource>,
  ) {
    this.address = `${server.host}:${server.port}`;
    this.lookout = new Lookout(server);
    replicaUp.labels(this.address).readBy(() => (this.isUpToDate ? 1 : 0));
    replicaLag.labels(this.address).readBy(() => {
      return Number.isFinite(this.completeUntil) ? (performance.now() - this.completeUntil) / 1_000 : null;
    });
  }

  /** Whether what is read here now is at most two seconds old. */
  get isUpToDate(): boolean {
    return !this.leftOut && performance.now() - this.completeUntil <= MOST_BEHIND;
  }

  /** @throws ReplicaFailed, as soon as it is left out whatever is still under way, or what `work` throws of its own */
  async read<T>(work: (from: Reader) => Promise<T>): Promise<T> {
    const { reader } = this;
    if (!reader) throw new ReplicaFailed();
    let stopWaiting: (error: Error) => void = () => undefined;
    const end = new Promise<never>((_, reject) => (stopWaiting = reject));
    this.waiting.add(stopWaiting);
    try {
      const reading = work(reader);
      reading.catch(() => undefined);
      return await Promise.race([reading, end]);
    } finally {
      this.waiting.delete(stopWaiting);
    }
  }

  /** Looks how far it is. Never rejects. */
  async look(): Promise<void> {
    try {
      const [row] = (await this.lookout.ask('SELECT beat FROM replica_heartbeat WHERE id = 1')) as { beat: string }[];
      const moment = this.heartbeat.momentOf(row?.beat ?? '');
      if (moment !== undefined) this.completeUntil = Math.max(this.completeUntil, moment);
      await this.ensureOpen();
      this.takeIn();
    } catch (error) {
      this.leaveOut(error);
    }
  }

  /** Nobody is sent here any more, and who waits is sent away, until a look finds it well. */
  private leaveOut(error: unknown): void {
    const reason = reasonOf(error);
    this.leftOut = true;
    if (!this.told && !this.closed) this.log.warn(`${this.address} is left out: ${reason}`);
    this.told = true;
    for (const sendAway of this.waiting) sendAway(new ReplicaFailed());
  }

  async close(): Promise<void> {
    this.closed = this.leftOut = true;
    this.lookout.close();
    const { source } = this;
    this.source = this.reader = null;
    if (source) await withDeadline(source.destroy(), CLOSING).catch(() => undefined);
  }

  private takeIn(): void {
    const now = performance.now();
    if (this.closed || now < this.restsUntil) return;
    if (now - this.completeUntil > (this.leftOut ? BACK_WHEN : MOST_BEHIND)) {
      if (!this.leftOut || now - this.since > PATIENCE) this.leaveOut('it is behind');
      return;
    }
    if (this.leftOut) this.log.log(`${this.address} is up to date, lists are read there`);
    this.leftOut = this.told = false;
  }

  private async ensureOpen(): Promise<void> {
    if (this.source) return;
    const opening = this.open(this.address);
    const source = await withDeadline(opening, OPENING).catch((error: unknown) => {
      void opening.then((late) => late.destroy()).catch(() => undefined);
      throw error;
    });
    if (this.closed) return source.destroy();
    this.source = source;
    this.reader = this.readerOf(source);
  }

  private readerOf(source: DataSource): Reader {
    const statement = statementOf(source);
    if (!statement) throw new Error('A replica is a MySQL server');
    return {
      query: async <R extends object = Row>(sql: string, values: readonly SqlValue[] = []) => {
        try {
          return (await statement(sql, values)) as R[];
        } catch (error) {
          this.restsUntil = performance.now() + REST;
          this.leaveOut(error);
          throw new ReplicaFailed(error);
        }
      },
    };
  }
}

function reasonOf(error: unknown): string {
  if (typeof error === 'string') return error;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : messageOf(error);
}
