import type { EventBus, StoredEvent } from '#platform/events';
import { newId } from '#kernel';
import type { FaultKind, FaultParameters } from './fault-kinds.js';
import type { Fault, FaultPlace } from './faults.js';
import type { RedisWay } from './redis-way.js';
import type { SkippedClock } from './skipped-clock.js';

interface Standing {
  readonly fault: Fault;
  readonly timer: NodeJS.Timeout;
}

/** A fault of this process's own: there is one of its kind at a time, and it ends by itself. */
abstract class OwnFault implements FaultPlace {
  abstract readonly kinds: readonly [FaultKind];
  abstract readonly reason: string | null;
  private current: Standing | null = null;

  constructor(private readonly clock: SkippedClock) {}

  async list(): Promise<readonly Fault[]> {
    return this.current ? [this.current.fault] : [];
  }

  async set(kind: FaultKind, parameters: FaultParameters): Promise<string> {
    if (this.current) await this.end(this.current.fault.id);
    const now = Date.now();
    const endsAt = this.clock.at(now + parameters.forMs).toISOString();
    const setAt = this.clock.at(now).toISOString();
    const fault: Fault = { id: newId(), kind, parameters: { ...parameters }, setAt, endsAt, hits: 0, left: null };
    const timer = setTimeout(() => void this.end(fault.id), parameters.forMs).unref();
    this.current = { fault, timer };
    this.begin(parameters);
    return fault.id;
  }

  async end(id: string): Promise<boolean> {
    if (this.current?.fault.id !== id) return false;
    clearTimeout(this.current.timer);
    this.current = null;
    this.stop();
    return true;
  }

  protected abstract begin(parameters: FaultParameters): void;
  protected abstract stop(): void;
}

/** Redis takes connections, and answers nothing. */
export class FrozenRedis extends OwnFault {
  readonly kinds = ['redis-frozen'] as const;

  constructor(
    private readonly way: RedisWay | null,
    private readonly isConfigured: boolean,
    clock: SkippedClock,
  ) {
    super(clock);
  }

  get reason(): string | null {
    if (this.way) return null;
    if (!this.isConfigured) return 'REDIS_URL is not set: this shop keeps its copies in memory.';
    return 'Only the way to one node, without TLS, can be frozen: a redis:// REDIS_URL.';
  }

  protected begin(): void {
    this.way?.freeze();
  }

  protected stop(): void {
    this.way?.thaw();
  }
}

/** This process dies, without a word. Whoever supervises it starts another. */
export class KilledProcess extends OwnFault {
  readonly kinds = ['process-killed'] as const;
  readonly reason: string | null;
  private awaits: ((event: StoredEvent) => boolean) | null = null;

  constructor(bus: EventBus, isSupervised: boolean, clock: SkippedClock) {
    super(clock);
    this.reason = isSupervised ? null : 'Nobody would start this process again: it was not started by npm start.';
    const offer = bus.offer.bind(bus);
    // Events come here when they are committed, or picked up from the outbox, and before anybody has had them this time.
    bus.offer = (events) => {
      if (this.awaits && events.some(this.awaits)) process.kill(process.pid, 'SIGKILL');
      offer(events);
    };
  }

  protected begin(parameters: FaultParameters): void {
    const { when, type } = parameters as FaultParameters<'process-killed'>;
    if (when === 'next-event') this.awaits = ({ event }) => type === undefined || event.type === type;
    // Whoever has asked for it hears that it is done.
    else setTimeout(() => process.kill(process.pid, 'SIGKILL'), 100);
  }

  protected stop(): void {
    this.awaits = null;
  }
}
