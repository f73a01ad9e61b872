import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Clock } from '#kernel';
import { Database, isDatabaseUnavailable, messageOf } from '#platform/database';
import { backOffAfter, Inbox, MAX_ATTEMPTS, Reactions, type StoredEvent } from '#platform/events';
import { formatTraceparent, parseTraceparent } from '#platform/tracing';
import { type CloudEvent, fromCloudEvent } from './cloud-event.js';
import { GivenUp } from './given-up.js';
import { PublishedEvents } from './published-events.js';

/** `unknown`: given up, and nobody but the dead queue can keep it. */
export type Outcome = 'delivered' | 'interrupted' | 'unknown';

/** Delivers an event that came through the broker as the bus delivers its own: by the inbox, with the same patience. */
@Injectable()
export class RemoteDelivery {
  private readonly log = new Logger(RemoteDelivery.name);
  private readonly inbox: Inbox;

  constructor(
    database: Database,
    clock: Clock,
    private readonly reactions: Reactions,
    private readonly published: PublishedEvents,
    private readonly givenUp: GivenUp,
  ) {
    this.inbox = new Inbox(database, clock);
  }

  /**
   * Tries until all reactions have had the event, or have failed often enough, or `ended`. A database that is away costs no attempt.
   * @param traceparent as the message's header has it; anybody may have written it
   */
  async deliver(event: CloudEvent, ended: AbortSignal, traceparent?: unknown): Promise<Outcome> {
    const place = parseTraceparent(traceparent);
    const stored = { ...fromCloudEvent(event), traceparent: place && formatTraceparent(place) };
    for (let attempts = 0, waits = 0; ; waits++) {
      const failure = await this.tryAll(event, stored);
      if (failure === null) return 'delivered';
      if (!failure.databaseIsAway) attempts++;
      if (attempts >= MAX_ATTEMPTS) {
        const outcome = await this.giveUp(event, attempts, failure.text);
        if (outcome !== null) return outcome;
      }
      const interrupted = await pause(backOffAfter(waits), false, { signal: ended }).catch(() => true);
      if (interrupted) return 'interrupted';
    }
  }

  private async tryAll(
    event: CloudEvent,
    stored: StoredEvent,
  ): Promise<{ text: string; databaseIsAway: boolean } | null> {
    const failures: { text: string; databaseIsAway: boolean }[] = [];
    for (const subscriber of this.reactions.to(event.type)) {
      try {
        this.refuseOtherVersions(event);
        await this.inbox.give(stored, subscriber);
      } catch (err) {
        this.log.warn({ err, eventId: event.id, reaction: subscriber.name }, 'Reaction failed, it will be tried again');
        failures.push({ text: `${subscriber.name}: ${messageOf(err)}`, databaseIsAway: isDatabaseUnavailable(err) });
      }
    }
    if (failures.length === 0) return null;
    return {
      text: failures.map(({ text }) => text).join('; '),
      databaseIsAway: failures.every(({ databaseIsAway }) => databaseIsAway),
    };
  }

  private refuseOtherVersions({ type, dataversion }: CloudEvent): void {
    const known = this.published.of(type)?.version;
    if (known !== dataversion) throw new Error(`Version ${dataversion} of ${type} is not version ${known} known here`);
  }

  /** Null when it could not be written down: then it must not be forgotten either. */
  private async giveUp(event: CloudEvent, attempts: number, error: string): Promise<Outcome | null> {
    try {
      return (await this.givenUp.add(event.id, attempts, error)) ? 'delivered' : 'unknown';
    } catch (err) {
      this.log.warn({ err, eventId: event.id }, 'A dead event could not be written down yet');
      return null;
    }
  }
}
