import type { DomainEvent } from './domain-event.js';

/** The one object of a cluster that outsiders may call; it keeps the cluster consistent and records what happened. */
export abstract class AggregateRoot<E extends DomainEvent = DomainEvent> {
  private recorded: E[] = [];

  protected record(event: E): void {
    this.recorded.push(event);
  }

  /** Hands the recorded events over once; repositories call it when they save. */
  takeEvents(): E[] {
    const events = this.recorded;
    this.recorded = [];
    return events;
  }
}
