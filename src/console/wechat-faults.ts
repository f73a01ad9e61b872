import type { FaultKind, FaultParameters } from './fault-kinds.js';
import type { Fault, FaultPlace } from './faults.js';
import { ANOTHER_WECHAT, NotPossible, type Reason } from './refusals.js';
import type { SkippedClock } from './skipped-clock.js';
import type { WechatControl, WechatFault } from './wechat-control.js';

/** By target and kind, as the simulated WeChat calls them. */
const KIND_OF: Readonly<Record<string, FaultKind>> = {
  'notification duplicate': 'notification-duplicated',
  'notification late': 'notification-delayed',
  'notification lost': 'notification-lost',
  'notification forged': 'notification-forged',
  'any delay': 'wechat-slow',
  'any reset': 'wechat-down',
};

/** Faults that WeChat has: it makes them, remembers them, and ends them. */
export class WechatFaults implements FaultPlace {
  readonly kinds = Object.values(KIND_OF);

  constructor(
    private readonly wechat: WechatControl | null,
    private readonly clock: SkippedClock,
  ) {}

  get reason(): Reason | null {
    return this.wechat ? null : ANOTHER_WECHAT;
  }

  async list(): Promise<readonly Fault[]> {
    const { faults = [] } = (await this.wechat?.state(1_000)) ?? {};
    return faults.map((fault) => this.view(fault));
  }

  async set(kind: FaultKind, { forMs, ...parameters }: FaultParameters): Promise<string> {
    if (!this.wechat) throw new NotPossible(ANOTHER_WECHAT);
    const fault = { ...asWechat(kind, parameters), forMs };
    return ((await this.wechat.post('faults', fault)) as { id: string }).id;
  }

  async end(id: string): Promise<boolean> {
    const { faults = [] } = (await this.wechat?.state(1_000)) ?? {};
    if (!faults.some((fault) => fault.id === id)) return false;
    await this.wechat?.remove(`faults/${id}`);
    return true;
  }

  private view({ id, target, kind, value, times, forMs, hits, setAt, endsAt }: WechatFault): Fault {
    const known = KIND_OF[`${target} ${kind}`];
    const time = (real: string) => this.clock.at(Date.parse(real)).toISOString();
    return {
      id,
      kind: known ?? 'wechat',
      parameters: known
        ? { forMs: forMs ?? null, ...ownWords(known, value, times, hits) }
        : { target, kind, value: value ?? null, forMs: forMs ?? null },
      setAt: time(setAt),
      endsAt: endsAt === undefined ? null : time(endsAt),
      hits,
      left: times ?? null,
    };
  }
}

function asWechat(kind: FaultKind, parameters: Readonly<Record<string, unknown>>): object {
  const { times, copies, delayMs } = parameters;
  switch (kind) {
    case 'notification-duplicated':
      return { target: 'notification', kind: 'duplicate', value: copies, times };
    case 'notification-delayed':
      return { target: 'notification', kind: 'late', value: delayMs, times };
    case 'notification-lost':
      return { target: 'notification', kind: 'lost', times };
    case 'notification-forged':
      return { target: 'notification', kind: 'forged', value: 'key', times };
    case 'wechat-slow':
      return { target: 'any', kind: 'delay', value: delayMs, rate: 1 };
    default:
      return { target: 'any', kind: 'reset', value: 'before', rate: 1 };
  }
}

/** WeChat counts down what is left. */
function ownWords(kind: FaultKind, value: string | number | undefined, left: number | undefined, hits: number): object {
  const times = left === undefined ? {} : { times: left + hits };
  if (kind === 'notification-duplicated') return { ...times, copies: value };
  if (kind === 'notification-delayed' || kind === 'wechat-slow') return { ...times, delayMs: value };
  return times;
}
