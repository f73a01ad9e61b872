import { Module } from '@nestjs/common';
import type { ContextSchema } from '#platform/database';
import { CatalogModule } from '../catalog/index.js';
import { UserModule } from '../user/index.js';
import { CouponQueries } from './adapters/coupon.queries.js';
import { CouponTemplatesController } from './adapters/coupon-templates.controller.js';
import { CouponsController } from './adapters/coupons.controller.js';
import { FlashPriceQueries } from './adapters/flash-price.queries.js';
import { FlashPricesController } from './adapters/flash-prices.controller.js';
import { PersonalCoupons } from './adapters/personal-coupons.js';
import { PromotionPurge } from './adapters/purge.js';
import { promotionSchema } from './adapters/schema.js';
import { SqlCouponTemplates } from './adapters/sql-coupon-templates.js';
import { SqlCoupons } from './adapters/sql-coupons.js';
import { SqlFlashPrices } from './adapters/sql-flash-prices.js';
import { AnnounceCoupons } from './application/announce-coupons.js';
import { AnnounceFlashPrice } from './application/announce-flash-price.js';
import { ChangeCouponTemplate } from './application/change-coupon-template.js';
import { ClaimCoupon } from './application/claim-coupon.js';
import { CloseCouponTemplate } from './application/close-coupon-template.js';
import { CloseFlashPrice } from './application/close-flash-price.js';
import { ExpireCoupons } from './application/expire-coupons.js';
import { FlashWindows } from './application/flash-windows.js';
import { GiveBackOnOrderCancelled } from './application/give-back-on-order-cancelled.js';
import { GiveBackOnOrderRefunded } from './application/give-back-on-order-refunded.js';
import { PromotionDesk } from './application/promotion-desk.js';
import { Promotions } from './application/promotions.js';
import { SeedDemoCoupon } from './application/seed-demo-coupon.js';
import { CouponTemplates } from './domain/coupon-templates.js';
import { Coupons } from './domain/coupons.js';
import { FlashPrices } from './domain/flash-prices.js';
import { promotionEvents } from './events.js';

@Module({
  imports: [UserModule, CatalogModule],
  controllers: [CouponTemplatesController, CouponsController, FlashPricesController],
  providers: [
    AnnounceCoupons,
    ChangeCouponTemplate,
    CloseCouponTemplate,
    ClaimCoupon,
    AnnounceFlashPrice,
    CloseFlashPrice,
    GiveBackOnOrderCancelled,
    GiveBackOnOrderRefunded,
    ExpireCoupons,
    SeedDemoCoupon,
    FlashWindows,
    CouponQueries,
    FlashPriceQueries,
    PersonalCoupons,
    PromotionPurge,
    { provide: Promotions, useClass: PromotionDesk },
    { provide: CouponTemplates, useClass: SqlCouponTemplates },
    { provide: Coupons, useClass: SqlCoupons },
    { provide: FlashPrices, useClass: SqlFlashPrices },
  ],
  exports: [Promotions],
})
export class PromotionModule {
  static readonly schema: ContextSchema = promotionSchema;
  static readonly publishes = promotionEvents;
}
