import { DomainError } from '#kernel';

export class LineNotFound extends DomainError {
  /** @param skuIds those that are not in the cart, where several were named */
  constructor(skuIds?: readonly string[]) {
    super(
      { code: 7001, kind: 'not-found', zh: '购物车中没有该商品', en: 'It is not in the cart' },
      skuIds ? { skuIds } : null,
    );
  }
}

export class CartIsFull extends DomainError {
  constructor(most: number) {
    super({ code: 7002, kind: 'conflict', zh: '购物车已满', en: 'The cart is full' }, { most });
  }
}

export class TooManyOfOne extends DomainError {
  constructor(most: number) {
    super(
      { code: 7003, kind: 'conflict', zh: '该商品数量已达上限', en: 'So many of one cannot be in the cart' },
      { most },
    );
  }
}

export class SkuNotFound extends DomainError {
  constructor(skuId: string) {
    super({ code: 2002, kind: 'not-found', zh: 'SKU 不存在', en: 'SKU not found' }, { skuId });
  }
}

export class SkuOffShelf extends DomainError {
  constructor(skuId: string) {
    super({ code: 2003, kind: 'conflict', zh: '商品已下架', en: 'SKU is off the shelf' }, { skuId });
  }
}
