import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '#kernel';
import { RedisBroadcast } from '#platform/cache';
import type { Milliseconds } from '#platform/config';
import { Database, isDatabaseUnavailable } from '#platform/database';
import { KnownRevocations } from './known-revocations.js';

/** How often the database is asked for revocations. */
const POLLED_EVERY: Milliseconds = 300;
/** A process that has not heard from the database for longer trusts no copy. */
const FRESH_FOR: Milliseconds = 1_000;
const MOST_AT_ONCE = 1_000;
const CHANNEL = 'revocations';

interface RevocationRow {
  readonly epoch: unknown;
  readonly subject: string;
}

/**
 * What is no longer true of somebody, known to every process: by Redis within milliseconds, and by a poll of the
 * database, the truth, within a second whatever becomes of Redis (docs/adr/0017).
 *
 * Revocations are numbered; the number's row is locked until the commit, so that numbers appear in sequence and a
 * reader that has seen n has seen all before it.
 */
@Injectable()
export class Revocations implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(Revocations.name);
  private readonly known = new KnownRevocations();
  private readonly listeners: { readonly prefix: string; readonly listener: (rest: string) => void }[] = [];
  private heardAt: Milliseconds = -Infinity;
  private timer: NodeJS.Timeout | null = null;
  private polling: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly broadcast: RedisBroadcast,
    private readonly clock: Clock,
  ) {
    broadcast.listen(CHANNEL, (message) => {
      const [epoch = '', subject = ''] = message.split(' ', 2);
      this.known.hear(Number(epoch), subject);
      this.tell(subject);
    });
  }

  /**
   * For who cannot ask at each use: calls `listener` with the rest of each subject that begins so, when this process
   * hears of its revocation, perhaps more than once.
   */
  whenRevoked(prefix: string, listener: (rest: string) => void): void {
    this.listeners.push({ prefix, listener });
  }

  /** Number of the last revocation this process knows of with all before it. Take it before you read what you copy. */
  get epoch(): number {
    return this.known.epoch;
  }

  /** Whether this process knows of every revocation that is a second old. */
  get isFresh(): boolean {
    return performance.now() - this.heardAt <= FRESH_FOR;
  }

  /** Whether a copy of something about this subject, read at that epoch, still holds. Ask `isFresh` first. */
  holds(subject: string, epoch: number): boolean {
    return this.known.holds(subject, epoch);
  }

  /**
   * Makes every copy about this subject worthless, everywhere, once the caller's transaction has committed.
   * @param subject for example `user:01J…`; at most 128 visible ASCII characters
   */
  async revoke(subject: string): Promise<void> {
    if (this.database.inTransaction) this.database.beforeCommit(() => this.write(subject));
    else await this.database.transaction(() => this.write(subject));
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.poll();
    this.wait();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.polling;
  }

  /** Asks the database now. Never rejects. */
  async poll(): Promise<void> {
    this.polling ??= this.read().finally(() => (this.polling = null));
    await this.polling;
  }

  private wait(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.poll().then(() => this.wait()), POLLED_EVERY).unref();
  }

  private async write(subject: string): Promise<void> {
    await this.database.execute('UPDATE revocation_epoch SET epoch = epoch + 1 WHERE id = 1');
    const [row] = await this.database.query('SELECT epoch FROM revocation_epoch WHERE id = 1');
    const epoch = Number(row?.['epoch']);
    await this.database.execute('INSERT INTO revocations (epoch, subject, at) VALUES (?, ?, ?)', [
      epoch,
      subject,
      this.clock.now(),
    ]);
    this.database.afterCommit(() => {
      this.known.hear(epoch, subject);
      this.tell(subject);
      // Waited for: by the time somebody hears that they are signed out, it is on its way to every process.
      return this.broadcast.send(CHANNEL, `${epoch} ${subject}`);
    });
  }

  private async read(): Promise<void> {
    const askedAt = performance.now();
    try {
      if (this.known.epoch < 0) await this.begin();
      for (let more = true; more;) more = await this.readOn();
      this.heardAt = askedAt;
    } catch (error) {
      if (!isDatabaseUnavailable(error)) this.log.error({ err: error }, 'Revocations cannot be read');
    }
  }

  /** What was revoked long before this process began is of no use: it has no copies, and trusts none that are older. */
  private async begin(): Promise<void> {
    const [present] = await this.database.query('SELECT epoch FROM revocation_epoch WHERE id = 1');
    const rows = await this.database.query<RevocationRow>(
      `SELECT epoch, subject FROM revocations ORDER BY epoch DESC LIMIT ${MOST_AT_ONCE}`,
    );
    const floor = rows.length < MOST_AT_ONCE ? 0 : Number(rows.at(-1)?.epoch) - 1;
    this.known.begin(floor, Number(present?.['epoch'] ?? 0));
    for (const { epoch, subject } of rows.reverse()) this.known.read(Number(epoch), subject);
  }

  private async readOn(): Promise<boolean> {
    const rows = await this.database.query<RevocationRow>(
      `SELECT epoch, subject FROM revocations WHERE epoch > ? ORDER BY epoch LIMIT ${MOST_AT_ONCE}`,
      [this.known.epoch],
    );
    for (const { epoch, subject } of rows) {
      this.known.read(Number(epoch), subject);
      this.tell(subject);
    }
    return rows.length === MOST_AT_ONCE;
  }

  private tell(subject: string): void {
    for (const { prefix, listener } of this.listeners) {
      if (subject.startsWith(prefix)) listener(subject.slice(prefix.length));
    }
  }
}
