import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { currentActivity } from '#platform/activity';
import type { Config, Milliseconds } from '#platform/config';
import { messageOf } from '#platform/database-failures';
import { untraced } from '#platform/tracing';
import { createDataSource, dataSourceOptions } from '../data-source.js';
import { markAsReplica } from '../database-figures.js';
import type { Reader } from '../reader.js';
import { Heartbeat } from './heartbeat.js';
import { Lookout } from './lookout.js';
import { Replica, ReplicaFailed } from './replica.js';
import { listReads } from './replica-figures.js';

const LOOK_EVERY: Milliseconds = 500;
/** Lists are few beside what the primary does. Who waits longer than the deadline of statements is sent to the primary, and the replica rests. */
const CONNECTIONS = 5;

const reads = {
  replica: listReads.labels('replica'),
  primary: listReads.labels('primary'),
  primaryInstead: listReads.labels('primary-instead'),
};

/**
 * The replicas of DATABASE_REPLICA_URLS. A start does not wait for them. Each is looked at twice a second, and is used
 * while it is known to be at most two seconds behind; one that fails is left out at once, and comes back by itself.
 */
export class ReadReplicas implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger('Replica');
  private readonly all: readonly Replica[];
  private readonly primary: Lookout | null;
  private readonly heartbeat: Heartbeat | null;
  private stopped = false;
  private turn = 0;

  constructor(config: Config['database']) {
    const { primary, replicas } = config;
    this.primary = primary.kind === 'mysql' && replicas.length > 0 ? new Lookout(primary) : null;
    const heartbeat = (this.heartbeat = this.primary && new Heartbeat(this.primary));
    this.all = heartbeat
      ? replicas.map(
          (server) => new Replica(server, heartbeat, (address) => open(address, { ...config, primary: server })),
        )
      : [];
  }

  /** How many there are, and how many of them are read from. */
  get state(): { readonly configured: number; readonly inUse: number } {
    return { configured: this.all.length, inUse: this.all.filter((one) => one.isUpToDate).length };
  }

  /** See `Database.reading`. */
  async read<T>(work: (from: Reader) => Promise<T>, primary: Reader): Promise<T> {
    const replica = currentActivity()?.seesOwnWrites ? undefined : this.next();
    if (!replica) {
      reads.primary.inc();
      return work(primary);
    }
    try {
      const answer = await replica.read(work);
      reads.replica.inc();
      return answer;
    } catch (error) {
      // Whatever it was: if it was not the replica's fault, the primary will say so.
      if (!(error instanceof ReplicaFailed)) throw error;
      reads.primaryInstead.inc();
      return work(primary);
    }
  }

  onModuleInit(): void {
    const { heartbeat } = this;
    if (!heartbeat) return;
    let silent = false;
    void this.again(async () => {
      try {
        await heartbeat.beat();
        silent = false;
      } catch (error) {
        if (!silent) this.log.warn(`How far replicas are is not known: ${messageOf(error)}`);
        silent = true;
      }
    });
    for (const replica of this.all) void this.again(() => replica.look());
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.primary?.close();
    await Promise.all(this.all.map((replica) => replica.close()));
  }

  private next(): Replica | undefined {
    const current = this.all.filter((one) => one.isUpToDate);
    return current[this.turn++ % current.length];
  }

  /** Each server by itself: one that does not answer must not keep the others from being looked at. */
  private async again(look: () => Promise<void>): Promise<void> {
    while (!this.stopped) {
      await untraced(look);
      await pause(LOOK_EVERY, undefined, { ref: false });
    }
  }
}

async function open(address: string, config: Config['database']) {
  const few = { ...config, poolMax: CONNECTIONS, poolIdleMax: CONNECTIONS };
  const source = await createDataSource(dataSourceOptions(few, []), config.queryTimeout, address);
  markAsReplica(source);
  return source;
}
