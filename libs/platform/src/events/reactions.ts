import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type Reaction, SUBSCRIPTION, type Subscription } from './reaction.js';

export interface Subscriber extends Subscription {
  /** Class name of the reaction: its identity in the inbox, so renaming a reaction is a data change. */
  readonly name: string;
  readonly reaction: Reaction;
}

/** Who reacts to what: found once, from the `@On` decorators of the providers. */
@Injectable()
export class Reactions implements OnModuleInit {
  private readonly byType = new Map<string, Subscriber[]>();

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    for (const { metatype, instance } of this.discovery.getProviders()) {
      if (typeof metatype !== 'function') continue;
      const subscription = Reflect.getMetadata(SUBSCRIPTION, metatype) as Subscription | undefined;
      if (subscription) this.add({ ...subscription, name: metatype.name, reaction: instance as Reaction });
    }
  }

  add(subscriber: Subscriber): void {
    const known = this.byType.get(subscriber.type) ?? [];
    this.byType.set(subscriber.type, [...known, subscriber]);
  }

  to(type: string): readonly Subscriber[] {
    return this.byType.get(type) ?? [];
  }

  all(): readonly Subscriber[] {
    return [...this.byType.values()].flat();
  }
}
