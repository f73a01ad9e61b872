import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { StockItemNotFound } from '../domain/errors.js';
import { StockItems } from '../domain/stock-items.js';

export interface AdjustStockCommand {
  readonly skuId: string;
  /** Units to add, or with a minus to take away. */
  readonly delta: number;
  readonly reason: string;
  readonly actor: Actor;
  readonly key: IdempotencyKey;
}

@Injectable()
export class AdjustStock {
  constructor(
    private readonly items: StockItems,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /** @throws StockItemNotFound, NotEnoughStock, ImpossibleAdjustment */
  execute({ skuId, delta, reason, actor, key }: AdjustStockCommand): Promise<IdempotentResult> {
    return this.idempotency.once(key, skuId, async () => {
      await this.items.change([skuId], (items) => {
        const item = items.get(skuId);
        if (!item) throw new StockItemNotFound(skuId);
        item.adjust(delta, reason, this.clock.now());
      });
      await this.audit.record({ type: 'stock.adjusted', actor, subject: skuId, facts: { delta } });
    });
  }
}
