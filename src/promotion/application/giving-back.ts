import { Injectable } from '@nestjs/common';
import { Clock, type DomainEvent } from '#kernel';
import { Reaction } from '#platform/events';
import { Coupons } from '../domain/coupons.js';
import { FlashPrices } from '../domain/flash-prices.js';

/** An order came to nothing: its coupon and its units at a flash price are to be had again. */
@Injectable()
export abstract class GivingBack<E extends DomainEvent & { readonly orderId: string }> extends Reaction<E> {
  constructor(
    private readonly coupons: Coupons,
    private readonly flashPrices: FlashPrices,
    private readonly clock: Clock,
  ) {
    super();
  }

  async handle({ orderId }: E): Promise<void> {
    const now = this.clock.now();
    await this.coupons.changeUsedFor(orderId, (coupon) => coupon.giveBack(orderId, now));
    await this.flashPrices.giveBack(orderId, now);
  }
}
