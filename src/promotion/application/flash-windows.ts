import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { FlashPrices, type FlashWindow } from '../domain/flash-prices.js';

/** Milliseconds after which the copy is read again: so long a new flash price may go unnoticed. */
const FRESH = 1_000;
/** Milliseconds ahead of which a coming flash price is in the copy: longer than it is kept, also where clocks differ. */
const AHEAD = 60_000;

/**
 * This process's copy of when which SKU has a flash price, so that orders without one ask the database nothing. It only
 * says where to look: price, time and limit are read under lock, so one that was closed is never given.
 */
@Injectable()
export class FlashWindows {
  private windows: readonly FlashWindow[] = [];
  private readAt = -Infinity;

  constructor(
    private readonly prices: FlashPrices,
    private readonly clock: Clock,
  ) {}

  /** Whether the copy must be read again before it is asked. */
  get isStale(): boolean {
    return performance.now() - this.readAt >= FRESH;
  }

  /** Reads the copy again, over the caller's connection. */
  async refresh(): Promise<void> {
    const readAt = performance.now();
    const now = this.clock.now();
    this.windows = await this.prices.windows(now, new Date(now.getTime() + AHEAD));
    this.readAt = readAt;
  }

  /** Reads the copy again before it is asked next: a flash price was made here. */
  forget(): void {
    this.readAt = -Infinity;
  }

  /** Flash prices that may be in force for these SKUs. */
  idsFor(skuIds: ReadonlySet<string>): readonly string[] {
    if (this.windows.length === 0) return [];
    const now = this.clock.now();
    return this.windows
      .filter(({ skuId, startsAt, endsAt }) => now >= startsAt && now < endsAt && skuIds.has(skuId))
      .map(({ id }) => id);
  }
}
