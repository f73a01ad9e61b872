import { DomainError } from '#kernel';
import type { OrderStatus } from './order-status.js';

export class OrderNotFound extends DomainError {
  constructor() {
    super({ code: 4001, kind: 'not-found', zh: '订单不存在', en: 'Order not found' });
  }
}

export class OrderStatusForbids extends DomainError {
  constructor(status: OrderStatus) {
    super(
      { code: 4002, kind: 'conflict', zh: '当前状态不允许此操作', en: 'The status does not allow this' },
      { status },
    );
  }
}

export class TooManyUnpaidOrders extends DomainError {
  constructor() {
    super({ code: 4006, kind: 'conflict', zh: '未支付订单过多，请先支付或取消', en: 'Too many unpaid orders' });
  }
}

export class PriceHasChanged extends DomainError {
  constructor(totalFen: number) {
    super(
      { code: 4007, kind: 'conflict', zh: '价格已变动，请确认后重新下单', en: 'The price has changed' },
      { totalFen },
    );
  }
}

export class OrderPaidAlready extends DomainError {
  constructor() {
    super({ code: 5002, kind: 'conflict', zh: '订单已支付', en: 'Already paid' });
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

export class OutOfStock extends DomainError {
  constructor(
    shortages: readonly { readonly skuId: string; readonly requested: number; readonly available: number }[],
  ) {
    super({ code: 3001, kind: 'conflict', zh: '库存不足', en: 'Not enough stock' }, { shortages });
  }
}

export class RefundNotFound extends DomainError {
  constructor() {
    super({ code: 5001, kind: 'not-found', zh: '支付或退款不存在', en: 'Payment or refund not found' });
  }
}

export class RefundStatusForbids extends DomainError {
  constructor(status: string) {
    super(
      { code: 4002, kind: 'conflict', zh: '当前状态不允许此操作', en: 'The status does not allow this' },
      { status },
    );
  }
}

export class RefundExceedsPayment extends DomainError {
  constructor() {
    super({ code: 5003, kind: 'conflict', zh: '退款金额超过已支付金额', en: 'The refund exceeds what was paid' });
  }
}

export class TooManyRefunds extends DomainError {
  constructor(most: number) {
    super({
      code: 409,
      kind: 'conflict',
      zh: `一个订单最多申请 ${most} 次退款`,
      en: `At most ${most} refunds can be asked for of one order`,
    });
  }
}
