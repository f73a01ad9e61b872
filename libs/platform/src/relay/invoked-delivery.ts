import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, isDatabaseUnavailable, messageOf } from '#platform/database';
import { Inbox, MAX_ATTEMPTS, type OutboxRow, Reactions, storedEventFrom } from '#platform/events';
import { metrics } from '#platform/observability';
import { GivenUp } from './given-up.js';

/**
 * `failed`: invoke again later. `parked`: it has failed MAX_ATTEMPTS times, is dead in the outbox, and is not to be tried
 * again by itself. `unknown`: the outbox has no such event.
 */
export type Invocation = (typeof OUTCOMES)[number];
const OUTCOMES = ['delivered', 'failed', 'parked', 'unknown'] as const;

const invocations = metrics.counter({
  name: 'function_invocations_total',
  help: 'Events a serverless platform brought here: delivered, failed (it is to bring them again), parked (dead for staff to see) or unknown',
  labels: ['outcome'],
});
// A rate can be told from the first one on.
for (const outcome of OUTCOMES) invocations.labels(outcome);

/**
 * Delivers an event that somebody outside asks to have delivered, by the inbox once. Who asks is not believed: what has
 * happened is read in the outbox, so an event that was made up does nothing. Patience is theirs: one try for each time they
 * ask.
 */
@Injectable()
export class InvokedDelivery {
  private readonly log = new Logger(InvokedDelivery.name);
  private readonly inbox: Inbox;

  constructor(
    private readonly database: Database,
    clock: Clock,
    private readonly reactions: Reactions,
    private readonly givenUp: GivenUp,
  ) {
    this.inbox = new Inbox(database, clock);
  }

  /** @throws DatabaseUnavailable, which costs no attempt */
  async deliver(eventId: string): Promise<Invocation> {
    const outcome = await this.tryOnce(eventId);
    invocations.labels(outcome).inc();
    return outcome;
  }

  private async tryOnce(eventId: string): Promise<Invocation> {
    const [row] = await this.database.query<OutboxRow>('SELECT * FROM outbox WHERE id = ?', [eventId]);
    if (!row) return 'unknown';
    const stored = storedEventFrom(row);
    const failures: string[] = [];
    for (const subscriber of this.reactions.to(stored.event.type)) {
      try {
        await this.inbox.give(stored, subscriber);
      } catch (err) {
        if (isDatabaseUnavailable(err)) throw err;
        this.log.warn({ err, eventId, reaction: subscriber.name }, 'Reaction failed, it may be invoked again');
        failures.push(`${subscriber.name}: ${messageOf(err)}`);
      }
    }
    return failures.length === 0 ? 'delivered' : this.countFailure(eventId, failures.join('; '));
  }

  /** In the database: each invocation may be in another process. */
  private async countFailure(eventId: string, error: string): Promise<Invocation> {
    await this.database.execute('UPDATE outbox SET attempts = attempts + 1, last_error = ? WHERE id = ?', [
      error.slice(0, 1_000),
      eventId,
    ]);
    const [row] = await this.database.query<OutboxRow>('SELECT * FROM outbox WHERE id = ?', [eventId]);
    const attempts = Number(row?.attempts ?? MAX_ATTEMPTS);
    if (attempts < MAX_ATTEMPTS) return 'failed';
    await this.givenUp.add(eventId, attempts, error);
    this.log.error({ eventId, attempts }, 'A function has failed too often: the event is dead, for staff to see');
    return 'parked';
  }
}
