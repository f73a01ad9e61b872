import { DomainError } from '#kernel';

export class CouponTemplateNotFound extends DomainError {
  constructor() {
    super({ code: 7101, kind: 'not-found', zh: '优惠券活动不存在', en: 'Coupon template not found' });
  }
}

export class CouponTemplateClosed extends DomainError {
  constructor() {
    super({ code: 7102, kind: 'conflict', zh: '优惠券活动已关闭', en: 'The coupon template is closed' });
  }
}

export class NotClaimableNow extends DomainError {
  constructor() {
    super({ code: 7103, kind: 'conflict', zh: '不在领取时间内', en: 'This is not the time to claim it' });
  }
}

export class AllCouponsClaimed extends DomainError {
  constructor() {
    super({ code: 7104, kind: 'conflict', zh: '优惠券已领完', en: 'All coupons have been claimed' });
  }
}

export class ShopperHasClaimedAll extends DomainError {
  constructor() {
    super({
      code: 7105,
      kind: 'conflict',
      zh: '已达到每人领取上限',
      en: 'You have claimed as many as one shopper may',
    });
  }
}

export class TotalBelowClaimed extends DomainError {
  constructor(claimed: number) {
    super(
      {
        code: 7106,
        kind: 'conflict',
        zh: '总量不能少于已领取的数量',
        en: 'More coupons than that are claimed already',
      },
      { claimed },
    );
  }
}

/** Thrown for somebody else's coupon as well. */
export class CouponNotFound extends DomainError {
  constructor() {
    super({ code: 7107, kind: 'not-found', zh: '优惠券不存在', en: 'Coupon not found' });
  }
}

export class CouponUsed extends DomainError {
  constructor() {
    super({ code: 7108, kind: 'conflict', zh: '优惠券已使用', en: 'The coupon has been used' });
  }
}

export class CouponExpired extends DomainError {
  constructor() {
    super({ code: 7109, kind: 'conflict', zh: '优惠券已过期', en: 'The coupon has expired' });
  }
}

export class CouponNotStarted extends DomainError {
  constructor(validFrom: Date) {
    super(
      { code: 7110, kind: 'conflict', zh: '优惠券尚未生效', en: 'The coupon is not valid yet' },
      { validFrom: validFrom.toISOString() },
    );
  }
}

export class ThresholdNotMet extends DomainError {
  constructor(thresholdFen: number, goodsFen: number) {
    super(
      { code: 7111, kind: 'conflict', zh: '未达到优惠券使用门槛', en: 'The goods cost too little for the coupon' },
      { thresholdFen, goodsFen },
    );
  }
}

export class CouponDoesNotFit extends DomainError {
  constructor() {
    super({
      code: 7112,
      kind: 'conflict',
      zh: '优惠券不适用于这些商品',
      en: 'The coupon takes nothing off these goods',
    });
  }
}

export class FlashPriceNotFound extends DomainError {
  constructor() {
    super({ code: 7113, kind: 'not-found', zh: '限时价不存在', en: 'Flash price not found' });
  }
}

export class FlashPriceTooHigh extends DomainError {
  constructor(priceFen: number) {
    super(
      { code: 7114, kind: 'conflict', zh: '限时价须低于原价', en: 'A flash price is below the ordinary price' },
      { priceFen },
    );
  }
}

export class SkuNotFound extends DomainError {
  constructor(skuId: string) {
    super({ code: 2002, kind: 'not-found', zh: 'SKU 不存在', en: 'SKU not found' }, { skuId });
  }
}

export class PeriodEmpty extends DomainError {
  constructor(field: 'endsAt' | 'claimUntil' | 'validity.until') {
    super({ code: 400, kind: 'invalid', zh: '结束时间须晚于开始时间', en: 'A period ends after it begins', field });
  }
}

export class ClaimsOutliveCoupons extends DomainError {
  constructor() {
    super({
      code: 400,
      kind: 'invalid',
      zh: '领取截止时间不能晚于优惠券失效时间',
      en: 'Coupons cannot be claimed when they have expired',
      field: 'claimUntil',
    });
  }
}

export class NameBlank extends DomainError {
  constructor() {
    super({ code: 400, kind: 'invalid', zh: '名称不能为空', en: 'A name cannot be blank', field: 'name' });
  }
}
