import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { DomainEvent } from '#kernel';
import { Contexts, TOGETHER } from '#platform/contexts';
import { isContended, isDatabaseUnavailable } from '#platform/database-failures';
import { type Reaction, SUBSCRIPTION, type Subscription } from './reaction.js';
import type { StoredEvent } from './stored-event.js';

export interface Subscriber extends Subscription {
  /** Class name of the reaction: its identity in the inbox, so renaming a reaction is a data change. */
  readonly name: string;
  readonly reaction: Pick<Reaction, 'concerns'> & { handle(event: DomainEvent, stored: StoredEvent): Promise<void> };
}

/** Who reacts to what: found once, from the `@On` decorators of the providers. */
@Injectable()
export class Reactions implements OnModuleInit {
  private readonly byType = new Map<string, readonly Subscriber[]>();
  private readonly heardApart = new Map<string, Set<string>>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly contexts: Contexts = TOGETHER,
  ) {}

  onModuleInit(): void {
    for (const { metatype, instance, host } of this.discovery.getProviders()) {
      if (typeof metatype !== 'function') continue;
      const subscription = Reflect.getMetadata(SUBSCRIPTION, metatype) as Subscription | undefined;
      if (!subscription) continue;
      const context = this.contexts.of(host?.metatype);
      if (this.contexts.isHere(context)) {
        this.add({ ...subscription, name: metatype.name, reaction: instance as Reaction });
      }
      if (context !== null && this.contexts.apart.includes(context)) this.hearApart(subscription.type, context);
    }
  }

  add(subscriber: Subscriber): void {
    this.byType.set(subscriber.type, [...this.to(subscriber.type), subscriber]);
  }

  addFirst(subscriber: Subscriber): void {
    this.byType.set(subscriber.type, [subscriber, ...this.to(subscriber.type)]);
  }

  hearApart(type: string, context: string): void {
    this.heardApart.set(type, (this.heardApart.get(type) ?? new Set()).add(context));
  }

  /** Those that are for this process. */
  to(type: string): readonly Subscriber[] {
    return this.byType.get(type) ?? [];
  }

  /** Which of these somebody in this process would do something about, as far as the open transaction sees. */
  async awaited(events: readonly DomainEvent[]): Promise<ReadonlySet<DomainEvent>> {
    const subscribers = [...new Set(events.map(({ type }) => type))].flatMap((type) => this.to(type));
    const awaited = new Set<DomainEvent>();
    for (const { type, reaction } of subscribers) {
      const open = events.filter((event) => event.type === type && !awaited.has(event));
      const answers = open.length > 0 ? await concernOf(reaction, open) : [];
      open.filter((_, at) => answers[at]).forEach((event) => awaited.add(event));
    }
    return awaited;
  }

  all(): readonly Subscriber[] {
    return [...this.byType.values()].flat();
  }

  /** Contexts apart that hear of this type, in alphabetical order. */
  apart(type: string): readonly string[] {
    return [...(this.heardApart.get(type) ?? [])].toSorted();
  }

  /** Types a context apart hears of. */
  heardBy(context: string): readonly string[] {
    return [...this.heardApart].filter(([, contexts]) => contexts.has(context)).map(([type]) => type);
  }

  /** Whether the main process delivers what this one records: this one is a context's own. */
  get deliveredElsewhere(): boolean {
    return this.contexts.own !== null;
  }
}

/** Who cannot say is asked again when the events are delivered: its trouble is not that of the change they tell of. */
async function concernOf(
  reaction: Subscriber['reaction'],
  events: readonly DomainEvent[],
): Promise<readonly boolean[]> {
  const all = () => events.map(() => true);
  try {
    return (await reaction.concerns?.(events)) ?? all();
  } catch (error) {
    // Then there is no transaction any more.
    if (isContended(error) || isDatabaseUnavailable(error)) throw error;
    return all();
  }
}
