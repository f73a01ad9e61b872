import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Config } from '#platform/config';
import { Contexts } from '#platform/contexts';
import { Database } from '#platform/database';
import { Reactions, type StoredEvent } from '#platform/events';
import { PeriodicJob } from '#platform/jobs';
import { toCloudEvent } from './cloud-event.js';
import { PublishedEvents } from './published-events.js';
import { Publisher } from './publisher.js';
import { type InLine, RelayLine } from './relay-line.js';

const RETRY_MS = 1_000;

/**
 * Hands integration events on to the broker. Hearing of an event it only puts it in line, by the inbox once, so that
 * nothing waits for the broker; from there events go when the broker is there, and leave the line when it has confirmed
 * them. Any number of main processes may do this.
 */
@Injectable()
export class Relay extends PeriodicJob implements OnModuleInit {
  readonly every = 1_000;
  private readonly logger = new Logger(Relay.name);
  private readonly isOn: boolean;

  constructor(
    private readonly line: RelayLine,
    private readonly publisher: Publisher,
    private readonly published: PublishedEvents,
    private readonly reactions: Reactions,
    private readonly database: Database,
    contexts: Contexts,
    config: Config,
  ) {
    super(config);
    this.isOn = config.eventRelayUrl !== null && contexts.own === null;
    if (!this.isOn) this.rest();
  }

  /** First among those who hear, so that a reaction that is slow delays nobody elsewhere. */
  onModuleInit(): void {
    if (!this.isOn) return;
    for (const { type, version } of this.published.all()) {
      const reaction = { handle: (_: unknown, stored: StoredEvent) => this.putInLine(stored, version) };
      this.reactions.addFirst({ type, name: this.nameFor(type), transaction: true, reaction });
    }
  }

  async run(): Promise<void> {
    while (!this.stopping && this.publisher.connected) {
      const events = await this.line.claim();
      if (events.length === 0) return;
      await this.publish(events);
    }
  }

  /** Whoever comes to run apart is owed what was delivered before to others only: another name, another inbox row. */
  private nameFor(type: string): string {
    return ['Relay', ...this.reactions.apart(type)].join(':');
  }

  private async putInLine(stored: StoredEvent, version: number): Promise<void> {
    await this.line.put(stored, version);
    this.database.afterCommit(() => this.runSoon());
  }

  private async publish(events: readonly InLine[]): Promise<void> {
    const outcomes = await Promise.allSettled(events.map((event) => this.publishOne(event)));
    const idsThat = (status: string) =>
      events.flatMap(({ stored }, index) => (outcomes[index]?.status === status ? [stored.id] : []));
    await this.line.leave(idsThat('fulfilled'));
    const refused = idsThat('rejected');
    if (refused.length === 0) return;
    await this.line.putBack(refused, RETRY_MS);
    const err = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))[0];
    this.logger.warn({ err, events: refused.length }, 'The broker has not taken events, they stay in line');
  }

  private async publishOne({ stored, version }: InLine): Promise<void> {
    const context = this.published.of(stored.event.type)?.context ?? 'unknown';
    await this.publisher.publish(toCloudEvent(stored, context, version), stored.traceparent ?? null);
  }
}
