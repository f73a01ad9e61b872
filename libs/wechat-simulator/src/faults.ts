import { ControlError } from './control-error.js';

const targets = [
  'jscode2session',
  'stable_token',
  'phone',
  'shipping',
  'prepay',
  'query',
  'close',
  'refund',
  'refund-query',
  'certificates',
  'bill',
  'notification',
] as const;
const kinds = ['errcode', 'delay', 'drop', 'garbage', 'http500', 'truncated', 'forged'] as const;

/** The call that goes wrong. */
export type FaultTarget = (typeof targets)[number];
/**
 * `errcode`, `http500` and `garbage` answer instead of doing the work;
 * `delay`, `drop`, `truncated` and `forged` do the work and spoil the answer.
 */
export type FaultKind = (typeof kinds)[number];

export interface Fault {
  target: FaultTarget;
  kind: FaultKind;
  /**
   * errcode: a WeChat errcode (45011) or a Pay code (`SYSTEM_ERROR`); delay: milliseconds; http500: the status;
   * drop: `before` loses the request instead of the answer; forged: `signtest`, `stale` or `serial`.
   */
  value?: string | number;
  /** How many calls it hits; default 1. */
  times?: number;
}

const miniProgramTargets: readonly FaultTarget[] = ['jscode2session', 'stable_token', 'phone', 'shipping'];

export class Faults {
  private pending: (Fault & { times: number })[] = [];

  /** @throws ControlError when the fault makes no sense for its target */
  add(fault: Fault): void {
    const { target, kind, value, times = 1 } = fault;
    if (!targets.includes(target)) throw new ControlError(`target is one of ${targets.join(', ')}`);
    if (!kinds.includes(kind)) throw new ControlError(`kind is one of ${kinds.join(', ')}`);
    if (!Number.isInteger(times) || times < 1) throw new ControlError('times is a positive integer');
    if (kind === 'errcode' && value === undefined) throw new ControlError('errcode needs a value');
    if (kind === 'delay' && (typeof value !== 'number' || value < 0))
      throw new ControlError('delay needs milliseconds');
    const misplaced =
      target === 'notification'
        ? kind === 'errcode' || kind === 'http500'
        : kind === 'forged' && miniProgramTargets.includes(target);
    if (misplaced) throw new ControlError(`${kind} does not apply to ${target}`);
    this.pending.push({ target, kind, value, times });
  }

  /** The fault that hits this call, if any; used up by it. */
  take(target: FaultTarget): Fault | undefined {
    const fault = this.pending.find((candidate) => candidate.target === target);
    if (!fault) return undefined;
    fault.times -= 1;
    if (fault.times === 0) this.pending = this.pending.filter((candidate) => candidate !== fault);
    return fault;
  }

  clear(): void {
    this.pending = [];
  }

  list(): Fault[] {
    return this.pending.map((fault) => ({ ...fault }));
  }
}
