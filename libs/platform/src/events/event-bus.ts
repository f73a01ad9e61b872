import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, isDatabaseUnavailable, messageOf, placeholders } from '#platform/database';
import type { Milliseconds } from '#platform/config';
import { Gathering, UNBOUNDED } from '#platform/gathering';
import { DeadlineExceeded, withDeadline } from '#platform/resilience';
import { untraced } from '#platform/tracing';
import { Inbox } from './inbox.js';
import { Reactions } from './reactions.js';
import type { StoredEvent } from './stored-event.js';

interface Failure {
  readonly reaction: string;
  readonly error: unknown;
}

export const MAX_ATTEMPTS = 12;
const FIRST_BACK_OFF_MS = 500;
export const LONGEST_BACK_OFF_MS = 60_000;
/** Until a reaction that the database did not answer is tried again. */
export const UNANSWERED_PAUSE_MS = 5_000;
/** Aggregates whose events one process delivers at a time; what is more waits in the outbox for a poller. */
export const MOST_UNDER_WAY = 500;

/** Milliseconds to wait after so many failures and one. */
export const backOffAfter = (failures: number) => Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** failures);

/**
 * The in-process bus. It delivers the events of one aggregate in sequence and different aggregates side by side.
 * A reaction that fails is tried again later, without holding up other aggregates; after MAX_ATTEMPTS the event is
 * dead: staff see it and may retry it. A database that does not answer costs no attempt: a row may be locked for long.
 * No error is swallowed: each is logged and kept beside the event.
 */
@Injectable()
export class EventBus {
  private readonly log = new Logger(EventBus.name);
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly inbox: Inbox;
  /** What stays unmarked is delivered again, and the inbox knows it. */
  private readonly delivered = new Gathering((ids: readonly string[]) => this.markDelivered(ids), {
    ...UNBOUNDED,
    name: 'delivered',
  });

  constructor(
    private readonly database: Database,
    private readonly reactions: Reactions,
    private readonly clock: Clock,
  ) {
    this.inbox = new Inbox(database, clock);
  }

  /** False while this process is behind with its deliveries: what is offered now would only wait, in memory. */
  get hasRoom(): boolean {
    return this.underWay.size < MOST_UNDER_WAY;
  }

  /** Delivers events that are stored and committed, without making the caller wait. */
  offer(events: readonly StoredEvent[]): void {
    for (const stored of events) {
      const before = this.underWay.get(stored.aggregateId) ?? Promise.resolve();
      const delivery = before
        .then(() => untraced(() => this.deliver(stored)))
        .catch((error: unknown) => {
          this.log.error({ err: error, eventId: stored.id, type: stored.event.type }, 'Event stays in the outbox');
        });
      this.underWay.set(stored.aggregateId, delivery);
      void delivery.then(() => {
        if (this.underWay.get(stored.aggregateId) === delivery) this.underWay.delete(stored.aggregateId);
      });
    }
  }

  /** Resolves when the deliveries that are under way in this process for this aggregate have been tried. */
  async settled(aggregateId: string): Promise<void> {
    await this.underWay.get(aggregateId);
  }

  /** As `settled`, but waits no longer than `most`: for whoever would rather answer early than late. */
  async settledWithin(aggregateId: string, most: Milliseconds): Promise<void> {
    await withDeadline(this.settled(aggregateId), most).catch((error: unknown) => {
      if (!(error instanceof DeadlineExceeded)) throw error;
    });
  }

  /** Resolves when nothing is under way in this process, follow-up events included. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay.values());
  }

  private async deliver(stored: StoredEvent): Promise<void> {
    if (await this.mustWaitForEarlier(stored)) return;
    const failures: Failure[] = [];
    for (const subscriber of this.reactions.to(stored.event.type)) {
      try {
        await this.inbox.give(stored, subscriber);
      } catch (error) {
        this.log.warn(
          { err: error, eventId: stored.id, reaction: subscriber.name },
          'Reaction failed, it will be tried again',
        );
        failures.push({ reaction: subscriber.name, error });
      }
    }
    if (failures.length > 0) await this.backOff(stored, failures);
    else await this.delivered.decide(stored.id);
  }

  /** An event waits in the outbox for those of its aggregate that come before it. */
  private async mustWaitForEarlier({ id, aggregateId, sequence, first }: StoredEvent): Promise<boolean> {
    if (first) return false;
    const earlier = await this.database.query(
      `SELECT 1 AS found FROM outbox WHERE aggregate_id = ? AND status = 'pending'
       AND (sequence < ? OR (sequence = ? AND id < ?)) LIMIT 1`,
      [aggregateId, sequence, sequence, id],
    );
    if (earlier.length === 0) return false;
    await this.database.execute(`UPDATE outbox SET available_at = ? WHERE id = ?`, [this.clock.now(), id]);
    return true;
  }

  private async markDelivered(ids: readonly string[]): Promise<readonly void[]> {
    await this.database.execute(
      `UPDATE outbox SET status = 'delivered', delivered_at = ?, last_error = NULL
       WHERE id IN (${placeholders(ids.length)}) AND status = 'pending'`,
      [this.clock.now(), ...ids],
    );
    return ids.map(() => undefined);
  }

  private async backOff({ id, attempts }: StoredEvent, failures: readonly Failure[]): Promise<void> {
    const isUnanswered = failures.every(({ error }) => isDatabaseUnavailable(error));
    const failed = isUnanswered ? 0 : 1;
    const wait = isUnanswered ? UNANSWERED_PAUSE_MS : backOffAfter(attempts);
    const said = failures.map(({ reaction, error }) => `${reaction}: ${messageOf(error)}`).join('; ');
    await this.database.execute(
      `UPDATE outbox SET status = ?, attempts = attempts + ?, available_at = ?, last_error = ? WHERE id = ? AND status = 'pending'`,
      [
        attempts + failed >= MAX_ATTEMPTS ? 'dead' : 'pending',
        failed,
        new Date(this.clock.now().getTime() + wait),
        said.slice(0, 1000),
        id,
      ],
    );
  }
}
