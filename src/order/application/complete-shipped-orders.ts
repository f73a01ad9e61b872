import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { PeriodicJob } from '#platform/jobs';
import { OrderStatusForbids } from '../domain/errors.js';
import { Orders } from '../domain/orders.js';

const BATCH = 100;

/** A shopper who does not say that the goods have arrived is taken to have them after a while. */
@Injectable()
export class CompleteShippedOrders extends PeriodicJob {
  readonly every = 60_000;

  constructor(
    private readonly orders: Orders,
    private readonly clock: Clock,
    config: Config,
  ) {
    super(config);
  }

  async run(): Promise<void> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - this.config.order.autoReceipt);
    while (!this.stopping) {
      const due = await this.orders.shippedBefore(before, BATCH);
      for (const orderId of due) if (!this.stopping) await this.complete(orderId, now);
      if (due.length < BATCH) return;
    }
  }

  /** Somebody may have been faster. */
  private async complete(orderId: string, now: Date): Promise<void> {
    try {
      await this.orders.change(orderId, (order) => order.receive(now));
    } catch (error) {
      if (!(error instanceof OrderStatusForbids)) throw error;
    }
  }
}
