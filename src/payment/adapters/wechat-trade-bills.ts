import { Injectable } from '@nestjs/common';
import type { BeijingDay } from '#kernel';
import { Config } from '#platform/config';
import { BillNotReady as StillBeingMade, BillNotThere, type BillRow, PayClient } from '#wechat';
import { BillNotReady, TradeBills } from '../application/trade-bills.js';
import type { BillEntry } from '../domain/reconciliation.js';
import { inOurWords } from './wechat-failures.js';

@Injectable()
export class WechatTradeBills extends TradeBills {
  constructor(
    private readonly pay: PayClient,
    private readonly config: Config,
  ) {
    super();
  }

  async of(day: BeijingDay): Promise<AsyncIterable<BillEntry> | null> {
    try {
      return this.entriesOf(await this.pay.tradeBill(day.text));
    } catch (error) {
      if (error instanceof BillNotThere) return null;
      throw error instanceof StillBeingMade ? new BillNotReady() : inOurWords(error);
    }
  }

  /** A merchant may have several apps, and the bill is the merchant's. */
  private async *entriesOf(rows: AsyncIterable<BillRow>): AsyncGenerator<BillEntry> {
    try {
      for await (const { outTradeNo, amountFen, appId } of rows) {
        if (appId === null || appId === this.config.wechat.appId) yield { attemptNo: outTradeNo, amountFen };
      }
    } catch (error) {
      throw inOurWords(error);
    }
  }
}
