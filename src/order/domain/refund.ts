import type { Money } from '#kernel';
import { RefundStatusForbids } from './errors.js';

export type RefundStatus = 'REQUESTED' | 'APPROVED' | 'PROCESSING' | 'SUCCEEDED' | 'FAILED' | 'REJECTED';

/** What the payment provider makes of an approved refund. */
export type RefundProgress = 'PROCESSING' | 'SUCCEEDED' | 'FAILED';

export interface RefundState {
  readonly id: string;
  /** The payment the money goes back from. */
  readonly paymentId: string;
  readonly amount: Money;
  /** What the shopper wrote, sealed; null for a refund the system makes by itself. */
  readonly reason: string | null;
  readonly createdAt: Date;
  status: RefundStatus;
  /** Why staff rejected it, sealed; null also where the customer was erased meanwhile. */
  rejection: string | null;
}

/** The money is on its way. */
export const UNDER_WAY: readonly RefundStatus[] = ['APPROVED', 'PROCESSING'];

/** Progress comes at least once, and perhaps late: it only ever goes forward. */
const FORWARD: Readonly<Record<RefundStatus, readonly RefundProgress[]>> = {
  REQUESTED: [],
  APPROVED: ['PROCESSING', 'SUCCEEDED', 'FAILED'],
  PROCESSING: ['SUCCEEDED', 'FAILED'],
  SUCCEEDED: [],
  FAILED: [],
  REJECTED: [],
};

/** Money on its way back to the shopper: REQUESTED → APPROVED → PROCESSING → SUCCEEDED | FAILED, or REJECTED. */
export class Refund {
  constructor(private readonly state: RefundState) {}

  get snapshot(): Readonly<RefundState> {
    return this.state;
  }

  get id(): string {
    return this.state.id;
  }

  get status(): RefundStatus {
    return this.state.status;
  }

  /** Whether its amount cannot be asked for again: all but what was rejected or failed. */
  get holdsItsAmount(): boolean {
    return this.status !== 'REJECTED' && this.status !== 'FAILED';
  }

  /** Whether the money is on its way. */
  get isUnderWay(): boolean {
    return UNDER_WAY.includes(this.status);
  }

  /** @throws RefundStatusForbids */
  approve(): void {
    this.decide('APPROVED');
  }

  /** @throws RefundStatusForbids */
  reject(rejection: string | null): void {
    this.decide('REJECTED');
    this.state.rejection = rejection;
  }

  /** False when that is no news. */
  progress(to: RefundProgress): boolean {
    if (!FORWARD[this.status].includes(to)) return false;
    this.state.status = to;
    return true;
  }

  private decide(status: RefundStatus): void {
    if (this.status !== 'REQUESTED') throw new RefundStatusForbids(this.status);
    this.state.status = status;
  }
}
