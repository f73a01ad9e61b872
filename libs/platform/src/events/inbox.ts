import type { Clock, DomainEvent } from '#kernel';
import { type Database, isLockWaitTimeout, isUniqueViolation } from '#platform/database';
import { Gathering, UNBOUNDED } from '#platform/gathering';
import { reacting } from './reacting.js';
import type { Subscriber } from './reactions.js';
import type { StoredEvent } from './stored-event.js';

/** Which reaction has had which event: what is delivered at least once has its effect once. */
export class Inbox {
  private readonly asking = new Map<string, Gathering<DomainEvent, boolean>>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Lets a reaction have an event, unless it has had it, or would do nothing about it. Throws what the reaction throws. */
  async give(stored: StoredEvent, subscriber: Subscriber): Promise<void> {
    if (await this.concerns(stored, subscriber))
      await reacting(stored, subscriber.name, () => this.handOver(stored, subscriber));
  }

  private async concerns({ event }: StoredEvent, { name, reaction }: Subscriber): Promise<boolean> {
    if (!reaction.concerns) return true;
    let asking = this.asking.get(name);
    if (!asking) {
      asking = new Gathering((events) => reaction.concerns?.(events) ?? Promise.resolve([]), { ...UNBOUNDED, name });
      this.asking.set(name, asking);
    }
    return asking.decide(event);
  }

  private async handOver(stored: StoredEvent, { name, reaction, transaction }: Subscriber): Promise<void> {
    if (!transaction) {
      if (await this.isHandled(name, stored.id)) return;
      await reaction.handle(stored.event, stored);
      await this.claim(name, stored.id);
      return;
    }
    await this.database.transaction(async () => {
      if (await this.claim(name, stored.id)) await reaction.handle(stored.event, stored);
    });
  }

  private async isHandled(handler: string, eventId: string): Promise<boolean> {
    const rows = await this.database.query('SELECT 1 AS found FROM inbox WHERE event_id = ? AND handler = ?', [
      eventId,
      handler,
    ]);
    return rows.length > 0;
  }

  /** False when this handler has had this event before. */
  private async claim(handler: string, eventId: string): Promise<boolean> {
    try {
      await this.database.execute('INSERT INTO inbox (event_id, handler, handled_at) VALUES (?, ?, ?)', [
        eventId,
        handler,
        this.clock.now(),
      ]);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      if (isLockWaitTimeout(error)) throw new Error('Another process is handling this event');
      throw error;
    }
  }
}
