import { Injectable, SetMetadata, applyDecorators } from '@nestjs/common';
import type { DomainEvent } from '#kernel';

/** What one context does when it hears of an event. Delivered at least once; `@On` says how it becomes once. */
export abstract class Reaction<E extends DomainEvent = DomainEvent> {
  abstract handle(event: E): Promise<void>;

  /**
   * For events that seldom concern a reaction: about which of these it would do something. Asked of many at once: by the transaction
   * that records them, so that what concerns nobody waits for nobody, and again when they are delivered. Those it says false of are
   * not handed to it, then or later. It reads, and neither writes nor locks.
   */
  concerns?(events: readonly E[]): Promise<readonly boolean[]>;
}

export interface Subscription {
  readonly type: string;
  readonly transaction: boolean;
}

export const SUBSCRIPTION = 'jishi:subscription';

/**
 * Subscribes a Reaction to an event type. By default `handle` runs in one transaction with the inbox row that
 * remembers it, so its effect happens exactly once. With `transaction: false` it may call the outside world and
 * must be harmless when it is run twice.
 */
export function On(type: string, { transaction = true }: { transaction?: boolean } = {}): ClassDecorator {
  return applyDecorators(Injectable(), SetMetadata(SUBSCRIPTION, { type, transaction } satisfies Subscription));
}
