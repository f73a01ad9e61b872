import { ControlError } from './control-error.js';
import {
  applies,
  isOfWholeMessage,
  isTargeted,
  kinds,
  targets,
  type CallTarget,
  type FaultKind,
  type FaultTarget,
} from './fault-kinds.js';

export type { FaultKind, FaultTarget } from './fault-kinds.js';

export interface Fault {
  target: FaultTarget;
  kind: FaultKind;
  /**
   * errcode: a WeChat errcode (45011) or a Pay code (`SYSTEM_ERROR`); delay, slow, late: milliseconds; http500: the
   * status; drop, hang, reset: `before` loses the request instead of the answer; duplicate: how many more;
   * forged: `signtest`, `stale`, `serial`, `key` or `tampered`; changed: `amount`, `app`, `merchant`, `payer`,
   * `order` or `state`.
   */
  value?: string | number;
  /** How many calls it hits; default 1, without end when there is a rate. */
  times?: number;
  /** Hits this share of the calls at random: 0.1 is one in ten. Default: every call. */
  rate?: number;
  /** Ends by itself after so many milliseconds of real time; else only when it has hit its calls or is removed. */
  forMs?: number;
}

/** A fault that waits for its calls. */
export interface ActiveFault extends Fault {
  id: string;
  /** How many calls it has hit. */
  hits: number;
  /** ISO 8601, real time whatever the simulator's clock says. */
  setAt: string;
  /** The same; absent where it does not end by itself. */
  endsAt?: string;
}

const milliseconds = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 3_600_000;
const oneOf = (...allowed: string[]) => ({
  valid: (value: unknown) => allowed.includes(String(value)),
  expected: `one of ${allowed.join(', ')}`,
});
/** What `value` is; optional where `needed` is absent. */
const valueRules: Partial<Record<FaultKind, { valid(value: unknown): boolean; expected: string; needed?: true }>> = {
  errcode: { valid: () => true, expected: 'an errcode', needed: true },
  delay: { valid: milliseconds, expected: 'milliseconds', needed: true },
  slow: { valid: milliseconds, expected: 'milliseconds', needed: true },
  late: { valid: milliseconds, expected: 'milliseconds', needed: true },
  http500: { valid: (value) => Number(value) >= 300 && Number(value) <= 599, expected: 'an HTTP status of 300 to 599' },
  duplicate: { valid: (value) => Number.isInteger(value) && Number(value) > 0, expected: 'a positive integer' },
  drop: oneOf('before'),
  hang: oneOf('before'),
  reset: oneOf('before'),
  forged: oneOf('signtest', 'stale', 'serial', 'key', 'tampered'),
  changed: { ...oneOf('amount', 'app', 'merchant', 'payer', 'order', 'state'), needed: true },
};

export class Faults {
  private pending: ActiveFault[] = [];
  private added = 0;

  /** @param now real milliseconds since 1970 */
  constructor(private readonly now: () => number = Date.now) {}

  /** @throws ControlError when the fault makes no sense */
  add(fault: Fault): { id: string } {
    const { target, kind, value, rate, forMs } = fault;
    if (!targets.includes(target)) throw new ControlError(`target is one of ${targets.join(', ')}`);
    if (!kinds.includes(kind)) throw new ControlError(`kind is one of ${kinds.join(', ')}`);
    if (!applies(kind, target)) throw new ControlError(`${kind} does not apply to ${target}`);
    const times = fault.times ?? (rate === undefined ? 1 : undefined);
    if (times !== undefined && (!Number.isInteger(times) || times < 1)) {
      throw new ControlError('times is a positive integer');
    }
    if (rate !== undefined && !(rate > 0 && rate <= 1)) throw new ControlError('rate is above 0 and at most 1');
    if (forMs !== undefined && !(milliseconds(forMs) && forMs > 0)) throw new ControlError('forMs is at most an hour');
    const rule = valueRules[kind];
    if (value === undefined && rule?.needed) throw new ControlError(`${kind} needs a value: ${rule.expected}`);
    if (value !== undefined && rule && !rule.valid(value)) {
      throw new ControlError(`the value of ${kind} is ${rule.expected}`);
    }
    this.added += 1;
    const id = `fault-${this.added}`;
    const now = this.now();
    const ends = forMs !== undefined && { forMs, endsAt: new Date(now + forMs).toISOString() };
    this.pending.push({ id, target, kind, value, times, rate, hits: 0, setAt: new Date(now).toISOString(), ...ends });
    return { id };
  }

  /** The fault that hits this call or this attempt, if any. */
  take(hit: CallTarget | 'notification' | 'push'): Fault | undefined {
    return this.find((fault) => isTargeted(fault.target, hit) && !isOfWholeMessage(fault.kind));
  }

  /** The fault that befalls this message, if any. */
  takeForMessage(hit: 'notification' | 'push'): Fault | undefined {
    return this.find((fault) => isTargeted(fault.target, hit) && isOfWholeMessage(fault.kind));
  }

  /** @throws ControlError 404 */
  remove(id: string): void {
    this.end();
    const left = this.pending.filter((fault) => fault.id !== id);
    if (left.length === this.pending.length) throw new ControlError('no such fault', 404);
    this.pending = left;
  }

  clear(): void {
    this.pending = [];
  }

  list(): ActiveFault[] {
    this.end();
    return this.pending.map((fault) => ({ ...fault }));
  }

  private end(): void {
    const now = this.now();
    this.pending = this.pending.filter(({ endsAt }) => endsAt === undefined || Date.parse(endsAt) > now);
  }

  private find(matches: (fault: ActiveFault) => boolean): Fault | undefined {
    this.end();
    const fault = this.pending.find(
      (candidate) => matches(candidate) && (candidate.rate === undefined || Math.random() < candidate.rate),
    );
    if (!fault) return undefined;
    fault.hits += 1;
    if (fault.times !== undefined) {
      fault.times -= 1;
      if (fault.times === 0) this.pending = this.pending.filter((candidate) => candidate !== fault);
    }
    return fault;
  }
}
