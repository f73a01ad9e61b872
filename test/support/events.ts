import { Logger } from '@nestjs/common';
import type { Clock, DomainEvent } from '#kernel';
import type { Config } from '#platform/config';
import type { Database } from '#platform/database';
import { EventBus, Outbox, OutboxPoller, type Reaction, Reactions } from '#platform/events';

type Handle = (event: DomainEvent) => Promise<void>;
type Concerns = NonNullable<Reaction['concerns']>;

/** What one process has to record and deliver events with. */
export interface EventProcess {
  readonly bus: EventBus;
  readonly outbox: Outbox;
  readonly poller: OutboxPoller;
  /** Subscribes a reaction; its name is its identity in every process. */
  on(type: string, name: string, handle: Handle, options?: { transaction: boolean }, concerns?: Concerns): void;
  /** Records events of version `version` of an aggregate, in a transaction. */
  record(aggregateId: string, version: number, ...types: string[]): Promise<void>;
}

export function eventProcess(database: Database, clock: Clock): EventProcess {
  Logger.overrideLogger(false);
  const reactions = new Reactions(undefined as never);
  const bus = new EventBus(database, reactions, clock);
  const outbox = new Outbox(database, reactions, bus, clock);
  const poller = new OutboxPoller(database, bus, clock, { backgroundJobs: true } as Config);
  return {
    bus,
    outbox,
    poller,
    on: (type, name, handle, { transaction } = { transaction: true }, concerns) =>
      reactions.add({
        type,
        name,
        transaction,
        reaction: { handle: (event) => handle(event), ...(concerns && { concerns }) },
      }),
    record: (aggregateId, version, ...types) =>
      database.transaction(() =>
        outbox.append([{ aggregateId, version, events: types.map((type) => ({ type, at: clock.now() })) }]),
      ),
  };
}

export interface OutboxState {
  readonly status: string;
  readonly attempts: number;
  readonly error: string | null;
}

/** How the events of an aggregate stand, oldest first. */
export async function outboxOf(database: Database, aggregateId: string): Promise<OutboxState[]> {
  const rows = await database.query<{ status: string; attempts: unknown; last_error: string | null }>(
    'SELECT status, attempts, last_error FROM outbox WHERE aggregate_id = ? ORDER BY sequence, id',
    [aggregateId],
  );
  return rows.map(({ status, attempts, last_error }) => ({ status, attempts: Number(attempts), error: last_error }));
}

export async function forgetEvents(database: Database): Promise<void> {
  await database.execute('DELETE FROM outbox');
  await database.execute('DELETE FROM inbox');
}
