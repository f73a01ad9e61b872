import { Injectable } from '@nestjs/common';
import type { Shopper } from '#platform/principals';
import type { IdempotencyKey } from '#platform/idempotency';
import { type CheckedOut, Checkout, type OrderRequest } from './checkout.js';
import { GatheredPlacements } from './gathered-placements.js';
import { OrderViews } from './order-views.js';

@Injectable()
export class CheckoutDesk extends Checkout {
  constructor(
    private readonly placements: GatheredPlacements,
    private readonly views: OrderViews,
  ) {
    super();
  }

  async place(
    { id: customerId, account }: Pick<Shopper, 'id' | 'account'>,
    { items, addressId = null, remark = null, couponId = null, expectedTotalFen = null }: OrderRequest,
    key: IdempotencyKey,
  ): Promise<CheckedOut> {
    const command = { customerId, account, items, addressId, remark, couponId, expectedTotalFen, key };
    const placement = await this.placements.place(command);
    if ('refused' in placement) throw placement.refused;
    if ('placed' in placement) return { order: placement.placed, replayed: false };
    return { order: await this.views.view(placement.replayed, customerId), replayed: true };
  }
}
