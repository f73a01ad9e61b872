import type { EventBus, StoredEvent } from '#platform/events';
import { newId } from '#kernel';
import type { FaultKind, FaultParameters } from './fault-kinds.js';
import type { Fault, FaultPlace } from './faults.js';
import type { Reason } from './refusals.js';
import type { RedisWay } from './redis-way.js';
import type { SkippedClock } from './skipped-clock.js';

interface Standing {
  readonly fault: Fault;
  readonly timer: NodeJS.Timeout;
}

const NO_REDIS: Reason = {
  zh: '没有设置 REDIS_URL：商城把副本放在内存里。',
  en: 'REDIS_URL is not set: this shop keeps its copies in memory.',
};
const NOT_ONE_NODE: Reason = {
  zh: '只能冻结通往单个节点、不带 TLS 的连接：redis:// 形式的 REDIS_URL。',
  en: 'Only the way to one node, without TLS, can be frozen: a redis:// REDIS_URL.',
};
const NOT_SUPERVISED: Reason = {
  zh: '进程不是由 npm start 启动的，没有人会重新启动它。',
  en: 'Nobody would start this process again: it was not started by npm start.',
};

/** A fault of this process's own: there is one of its kind at a time, and it ends by itself. */
abstract class OwnFault implements FaultPlace {
  abstract readonly kinds: readonly [FaultKind];
  abstract readonly reason: Reason | null;
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

  get reason(): Reason | null {
    if (this.way) return null;
    return this.isConfigured ? NOT_ONE_NODE : NO_REDIS;
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
  readonly reason: Reason | null;
  private awaits: ((event: StoredEvent) => boolean) | null = null;

  constructor(bus: EventBus, isSupervised: boolean, clock: SkippedClock) {
    super(clock);
    this.reason = isSupervised ? null : NOT_SUPERVISED;
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
