import type { ServerResponse } from 'node:http';
import { Logger } from '@nestjs/common';
import type { Milliseconds } from '#platform/config';

/** Who would have to wait for longer than about this is refused at once. */
const LONGEST_WAIT: Milliseconds = 1_000;
/**
 * Requests that are taken on whatever is known of the pace, in flight and in one turn: a machine that is slow for other
 * reasons, with fewer clients than this, answers late and refuses nobody.
 */
export const ALWAYS_TAKEN_ON = 500;

/** `ordinary` is shed first, `callback` (news that money has moved) last, `probe` never. */
export type Importance = 'ordinary' | 'callback' | 'probe';
const SHARE: Readonly<Record<Importance, number>> = { ordinary: 1, callback: 2, probe: Infinity };

/**
 * Refuses requests that this process could not answer soon, before any work is done for them. Two things make a request
 * wait: others that are in flight, and others that were read in the same turn of the event loop. Of the first it takes on
 * as many as it answered in the last second; of the second none once a turn has lasted a second.
 */
export class LoadGate {
  private readonly log = new Logger(LoadGate.name);
  private present = 0;
  private answered = 0;
  private refused = 0;
  private limit = ALWAYS_TAKEN_ON;
  private secondBegan: Milliseconds;
  private turnBegan: Milliseconds | null = null;
  private readInTurn = 0;

  constructor(private readonly now: () => Milliseconds = () => performance.now()) {
    this.secondBegan = now();
  }

  /** Requests that arrived whole and are not answered yet. */
  get inFlight(): number {
    return this.present;
  }

  /** Whether an ordinary request would be admitted now: for who would rather not count it. */
  get isOpen(): boolean {
    return this.isOpenTo(1, this.now());
  }

  /** @param importance asked only where it matters: this runs for every request */
  admits(importance: () => Importance): boolean {
    const now = this.now();
    if (now - this.secondBegan >= 1_000) this.beginSecond(now);
    if (this.turnBegan === null) {
      this.turnBegan = now;
      setImmediate(this.endTurn);
    }
    this.readInTurn++;
    if (this.isOpenTo(1, now) || this.isOpenTo(SHARE[importance()], now)) return true;
    if (this.refused++ === 0)
      this.log.warn({ inFlight: this.present, limit: this.limit }, 'Overloaded: refusing requests');
    return false;
  }

  /** Counts a request until its answer is sent or its client has gone. Only one that has arrived whole: half-sent ones cost nothing. */
  enter(response: ServerResponse): void {
    if (response.destroyed) return;
    this.present++;
    response.once('close', this.leave);
  }

  /** Counts a request that arrived whole, and that no response stands for, while this goes on. */
  during<T>(work: Promise<T>): Promise<T> {
    this.present++;
    return work.finally(this.leave);
  }

  private readonly leave = (): void => {
    this.present--;
    this.answered++;
  };

  private readonly endTurn = (): void => {
    this.turnBegan = null;
    this.readInTurn = 0;
  };

  private isOpenTo(share: number, now: Milliseconds): boolean {
    if (this.present >= this.limit * share) return false;
    return this.readInTurn <= ALWAYS_TAKEN_ON * share || now - (this.turnBegan ?? now) < LONGEST_WAIT * share;
  }

  private beginSecond(now: Milliseconds): void {
    this.limit = Math.max(ALWAYS_TAKEN_ON, Math.round((this.answered * LONGEST_WAIT) / (now - this.secondBegan)));
    if (this.refused > 1) this.log.warn({ refused: this.refused }, 'Overloaded: requests were refused');
    this.answered = 0;
    this.refused = 0;
    this.secondBegan = now;
  }
}
