import type { BeijingDay } from '#kernel';
import type { BillEntry } from '../domain/reconciliation.js';

/** The provider is still making the bill. */
export class BillNotReady extends Error {
  override readonly name = 'BillNotReady';
}

/** The provider's own account of a day. */
export abstract class TradeBills {
  /**
   * What was paid to this shop on that day; null where there is no bill. Nothing of it counts before it has been read to
   * its end, where it may turn out not to be whole.
   * @throws BillNotReady, WechatUnavailable, WechatLimitReached; while reading WechatUnavailable
   */
  abstract of(day: BeijingDay): Promise<AsyncIterable<BillEntry> | null>;
}
