import type { BeijingDay } from '#kernel';
import { BillNotReady, TradeBills } from '../application/trade-bills.js';
import type { BillEntry } from '../domain/reconciliation.js';

/** Bills as the test writes them. */
export class InMemoryTradeBills extends TradeBills {
  readonly bills = new Map<string, readonly BillEntry[] | 'not-ready'>();
  /** Thrown in the middle of reading. */
  breaksOff: Error | null = null;
  /** Runs before each entry. */
  meanwhile: () => Promise<void> = () => Promise.resolve();

  async of({ text }: BeijingDay): Promise<AsyncIterable<BillEntry> | null> {
    const bill = this.bills.get(text) ?? null;
    if (bill === 'not-ready') throw new BillNotReady();
    return bill && this.entries(bill);
  }

  private async *entries(bill: readonly BillEntry[]): AsyncGenerator<BillEntry> {
    for (const entry of bill) {
      await this.meanwhile();
      yield entry;
    }
    if (this.breaksOff) throw this.breaksOff;
  }
}
