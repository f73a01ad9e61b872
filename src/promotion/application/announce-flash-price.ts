import { Injectable } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Database } from '#platform/database';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { Catalogue } from '../../catalog/index.js';
import { FlashPriceTooHigh, SkuNotFound } from '../domain/errors.js';
import { type FlashOffer, FlashPrice } from '../domain/flash-price.js';
import { FlashPrices } from '../domain/flash-prices.js';
import { FlashWindows } from './flash-windows.js';

export interface AnnounceFlashPriceCommand {
  readonly offer: FlashOffer;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

/** Staff make a flash price. */
@Injectable()
export class AnnounceFlashPrice {
  constructor(
    private readonly prices: FlashPrices,
    private readonly windows: FlashWindows,
    private readonly catalogue: Catalogue,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws SkuNotFound, FlashPriceTooHigh, PeriodEmpty */
  execute({ offer, actor, key }: AnnounceFlashPriceCommand): Promise<IdempotentResult> {
    const id = newId();
    return this.idempotency.once(key, id, async () => {
      const goods = (await this.catalogue.offers([offer.skuId])).get(offer.skuId);
      if (!goods) throw new SkuNotFound(offer.skuId);
      if (offer.priceFen >= goods.priceFen) throw new FlashPriceTooHigh(goods.priceFen);
      await this.prices.add(FlashPrice.announce(id, offer, this.clock.now()));
      await this.audit.record({ type: 'flash-price.created', actor, subject: id, facts: { skuId: offer.skuId } });
      this.database.afterCommit(() => this.windows.forget());
    });
  }
}
