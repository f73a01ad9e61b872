import { DomainError } from '#kernel';

/** What one SKU lacks. */
export interface Shortage {
  readonly skuId: string;
  readonly requested: number;
  readonly available: number;
}

export class NotEnoughStock extends DomainError {
  constructor(readonly shortages: readonly Shortage[]) {
    super({ code: 3001, kind: 'conflict', zh: '库存不足', en: 'Not enough stock' }, { shortages });
  }
}

export class StockItemNotFound extends DomainError {
  constructor(skuId: string) {
    super({ code: 2002, kind: 'not-found', zh: 'SKU 不存在', en: 'SKU not found' }, { skuId });
  }
}

export class ImpossibleAdjustment extends DomainError {
  constructor() {
    super({
      code: 400,
      kind: 'invalid',
      zh: '调整数量有误',
      en: 'The adjustment is not a possible quantity',
      field: 'delta',
    });
  }
}
