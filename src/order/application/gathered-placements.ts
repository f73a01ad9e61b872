import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { asActivity } from '#platform/activity';
import { Config } from '#platform/config';
import { Gathering } from '#platform/gathering';
import { PlaceOrders } from './place-orders.js';
import type { PlaceOrderCommand, Placement, PreparedOrder } from './placement.js';
import { PrepareOrder } from './prepare-order.js';

/** Of one shopper so many orders may wait; more are a client gone wild. */
const WAITING_OF_SHOPPER = 100;

/**
 * Places orders that come at the same time in one transaction. Everybody hears what they would have heard alone
 * (docs/adr/0032-gathered-placements.md).
 */
@Injectable()
export class GatheredPlacements implements BeforeApplicationShutdown {
  private readonly gathering: Gathering<PreparedOrder, Placement>;

  constructor(
    private readonly prepareOrder: PrepareOrder,
    placeOrders: PlaceOrders,
    { database }: Config,
  ) {
    this.gathering = new Gathering(
      (prepared) => asActivity('PlaceOrders', () => placeOrders.place(prepared)),
      // Two lanes: while one waits for its commit, the other one works. Nobody waits longer than for a statement.
      {
        name: 'orders',
        maxBatch: 64,
        lanes: 2,
        maxQueue: 1_000,
        maxQueuePerOwner: WAITING_OF_SHOPPER,
        timeout: database.queryTimeout,
      },
      ({ command }) => command.customerId,
      ({ orderId }) => orderId,
    );
  }

  /** @throws TooManyWaiting: nothing was done, the same request may be sent again */
  async place(command: PlaceOrderCommand): Promise<Placement> {
    const prepared = await this.prepareOrder.execute(command);
    return 'orderId' in prepared ? this.gathering.decide(prepared) : prepared;
  }

  /** What was taken on is decided, also when nobody waits for the answer any more. */
  beforeApplicationShutdown(): Promise<void> {
    return this.gathering.idle();
  }
}
