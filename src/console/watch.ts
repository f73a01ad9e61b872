import { firstIdAt } from '#kernel';
import type { Milliseconds } from '#platform/config';
import { asDate, type Database } from '#platform/database';
import { untraced } from '#platform/tracing';
import { textIn } from './columns.js';
import type { ContextNames } from './context-names.js';
import type { Faults } from './faults.js';
import type { Lights, Report } from './lights.js';
import type { Notifications } from './notifications.js';
import type { OutboxEvent, OutboxRows } from './outbox-rows.js';
import type { Ring } from './ring.js';
import type { SkippedClock } from './skipped-clock.js';
import type { StockRows } from './stock-rows.js';

/** Between two looks while nothing happens. */
const PAUSE: Milliseconds = 1_000;
/** Between what has happened and the look at it. */
const SOON: Milliseconds = 40;
/** Rows that are committed later than this after they were made are not told of. */
const LATEST: Milliseconds = 60_000;
/** How long it goes on after the last one has gone: a page that opens, or comes back, misses nothing. */
const PATIENCE: Milliseconds = 15_000;
const LIGHTS_EVERY: Milliseconds = 3_000;
const MOST_ROWS = 2_000;

interface Sources {
  readonly database: Database;
  readonly clock: SkippedClock;
  readonly ring: Ring;
  readonly names: ContextNames;
  readonly outbox: OutboxRows;
  readonly stock: StockRows;
  readonly notifications: Notifications;
  readonly faults: Faults;
  readonly lights: Lights;
}

/** Reads what has changed in the database and at WeChat, and tells the feed: while somebody watches, and only then. */
export class Watch {
  private readonly outbox = new Map<string, string>();
  private readonly inbox = new Map<string, number>();
  private readonly moved = new Map<string, number>();
  private readonly sent = new Map<string, string>();
  private lit = '';
  private lightsAt = 0;
  private wantedUntil = 0;
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> | null = null;
  private begun: Promise<void> = Promise.resolve();
  private again = false;

  constructor(private readonly sources: Sources) {}

  /** Begins, unless it has begun; resolves when all that changes from now on will be told. */
  begin(): Promise<void> {
    const isFresh = performance.now() > this.wantedUntil;
    this.wantedUntil = performance.now() + PATIENCE;
    if (isFresh) this.begun = this.catchUp();
    return this.begun;
  }

  /** Something has happened. */
  soon(): void {
    if (this.round) this.again = true;
    else if (performance.now() <= this.wantedUntil) this.plan(SOON);
  }

  /** The four lights as they are now, for whoever asks; everybody else hears of them as well. */
  async lightsNow(): Promise<Report> {
    const report = await this.sources.lights.look();
    this.tellLights(report);
    return report;
  }

  /** Learns what is there already, which is no news. */
  private async catchUp(): Promise<void> {
    await this.round;
    this.again = false;
    this.round = untraced(() => this.look(false));
    try {
      await this.round;
    } catch (error) {
      this.wantedUntil = 0;
      throw error;
    } finally {
      this.round = null;
    }
    this.plan(this.again ? SOON : PAUSE);
  }

  private plan(pause: Milliseconds): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.go(), pause).unref();
  }

  private go(): void {
    if (this.sources.ring.isWatched) this.wantedUntil = performance.now() + PATIENCE;
    if (performance.now() > this.wantedUntil) return;
    this.again = false;
    const began = performance.now();
    // What cannot be read now is read in the next round: faults are the console's business.
    this.round = untraced(() => this.look(true))
      .catch(() => undefined)
      .finally(() => {
        this.round = null;
        // Looking takes a fifth of the time at most, however much happens.
        this.plan(this.again ? Math.max(SOON, 4 * (performance.now() - began)) : PAUSE);
      });
  }

  private async look(isTold: boolean): Promise<void> {
    const tell = (type: string, data: object) => isTold && this.sources.ring.publish(type, data);
    const results = await Promise.allSettled([
      this.lookAtOutbox(tell).then(() => this.lookAtInbox(tell)),
      this.lookAtStock(tell),
      this.lookAtNotifications(tell),
      this.sources.faults.tell(),
      ...(isTold ? [this.lookAtLights()] : []),
    ]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  private async lookAtOutbox(tell: Tell): Promise<void> {
    const { outbox, clock } = this.sources;
    const from = firstIdAt(new Date(Date.now() - LATEST));
    const recent = await outbox.since(from, MOST_ROWS);
    const waiting = await outbox.newest({ limit: MOST_ROWS, status: 'pending' });
    const there = new Set([...recent, ...waiting].map(({ id }) => id));
    const waited = [...this.outbox].filter(([id, was]) => was.startsWith('pending') && !there.has(id));
    const older = [...waiting.filter(({ id }) => id < from), ...(await outbox.withIds(waited.map(([id]) => id)))];
    for (const event of [...older, ...recent]) {
      const is = stateOf(event);
      if (this.outbox.get(event.id) !== is) tell('outbox', { at: clock.now().toISOString(), ...event });
      this.outbox.set(event.id, is);
    }
    for (const [id, is] of this.outbox) if (id < from && !is.startsWith('pending')) this.outbox.delete(id);
  }

  private async lookAtInbox(tell: Tell): Promise<void> {
    const { database, clock, names } = this.sources;
    const rows = await database.query(
      `SELECT i.event_id, i.handler, i.handled_at, o.type FROM inbox i LEFT JOIN outbox o ON o.id = i.event_id
       WHERE i.handled_at >= ? ORDER BY i.handled_at LIMIT ${MOST_ROWS}`,
      [new Date(clock.now().getTime() - LATEST)],
    );
    for (const row of rows) {
      const [eventId, handler] = [String(row['event_id']), String(row['handler'])];
      if (!isNew(this.inbox, `${eventId} ${handler}`)) continue;
      const at = asDate(row['handled_at']).toISOString();
      const type = textIn(row, 'type');
      tell('inbox', { at, eventId, type, handler, context: names.ofClass(handler) });
    }
    forget(this.inbox);
  }

  private async lookAtStock(tell: Tell): Promise<void> {
    const movements = await this.sources.stock.since(firstIdAt(new Date(Date.now() - LATEST)), MOST_ROWS);
    for (const movement of movements) if (isNew(this.moved, movement.id)) tell('stock', movement);
    forget(this.moved);
  }

  private async lookAtNotifications(tell: Tell): Promise<void> {
    for (const one of await this.sources.notifications.last(500)) {
      const is = `${one.status} ${one.attempts.length} ${one.attempts.at(-1)?.status} ${one.nextAttemptAt === null}`;
      if (this.sent.get(one.deliveryId) !== is) tell('notification', one);
      this.sent.set(one.deliveryId, is);
    }
    if (this.sent.size > 10_000) this.sent.clear();
  }

  private async lookAtLights(): Promise<void> {
    const now = performance.now();
    if (now < this.lightsAt) return;
    const report = await this.sources.lights.lookIfSmall();
    // A shop with much in it is not kept busy by its console.
    this.lightsAt = now + Math.max(LIGHTS_EVERY, 20 * (report?.tookMs ?? 0));
    if (report) this.tellLights(report);
  }

  private tellLights(report: Report): void {
    const says = JSON.stringify(report.lights);
    if (says !== this.lit) this.sources.ring.publish('invariants', { at: report.checkedAt, ...report });
    this.lit = says;
  }
}

type Tell = (type: string, data: object) => void;

function stateOf({ status, attempts, lastError }: OutboxEvent): string {
  return `${status} ${attempts} ${lastError}`;
}

function isNew(known: Map<string, number>, key: string): boolean {
  if (known.has(key)) return false;
  known.set(key, Date.now());
  return true;
}

/** What is too old to be read again. */
function forget(known: Map<string, number>): void {
  const before = Date.now() - 2 * LATEST;
  for (const [key, at] of known) {
    if (at > before) return;
    known.delete(key);
  }
}
