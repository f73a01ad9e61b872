import { Module } from '@nestjs/common';
import { Money } from '#kernel';
import { Config } from '#platform/config';
import type { ContextSchema } from '#platform/database';
import { CatalogModule } from '../catalog/index.js';
import { InventoryModule } from '../inventory/index.js';
import { PromotionModule } from '../promotion/index.js';
import { UserModule } from '../user/index.js';
import { SqlAnalyticsOrders } from './adapters/sql-analytics-orders.js';
import { OrderQueries } from './adapters/order.queries.js';
import { RefundsController } from './adapters/refunds.controller.js';
import { OrdersController } from './adapters/orders.controller.js';
import { PersonalOrders } from './adapters/personal-orders.js';
import { OrderFigures } from './adapters/order-figures.js';
import { OrderPurge } from './adapters/purge.js';
import { orderSchema } from './adapters/schema.js';
import { DetailsCipher } from './adapters/sealed-details.js';
import { SeedOrders } from './adapters/seed-orders.js';
import { SealedAddresses } from './adapters/sealed-addresses.js';
import { ShippingLabelsController } from './adapters/shipping-labels.controller.js';
import { SqlSales } from './adapters/sql-sales.js';
import { SqlOrders } from './adapters/sql-orders.js';
import { StaffOrderQueries } from './adapters/staff-order.queries.js';
import { StaffOrdersController } from './adapters/staff-orders.controller.js';
import { WechatContentCheck } from './adapters/wechat-content-check.js';
import { AnalyticsOrders } from './application/analytics-orders.js';
import { CancelOrder } from './application/cancel-order.js';
import { CancelOrderAsStaff } from './application/cancel-order-as-staff.js';
import { Checkout } from './application/checkout.js';
import { CheckoutDesk } from './application/checkout-desk.js';
import { CompleteOrderOnGoodsReceived } from './application/complete-order-on-goods-received.js';
import { CompleteShippedOrders } from './application/complete-shipped-orders.js';
import { ConfirmReceipt } from './application/confirm-receipt.js';
import { ContentCheck } from './application/content-check.js';
import { CustomerAddresses } from './application/customer-addresses.js';
import { DecideRefund } from './application/decide-refund.js';
import { ExportAnalytics } from './application/export-analytics.js';
import { FollowRefundOnRefundFailed } from './application/follow-refund-on-refund-failed.js';
import { FollowRefundOnRefundStarted } from './application/follow-refund-on-refund-started.js';
import { FollowRefundOnRefundSucceeded } from './application/follow-refund-on-refund-succeeded.js';
import { FrontDesk } from './application/front-desk.js';
import { GatheredPlacements } from './application/gathered-placements.js';
import { DraftOrders } from './application/draft-orders.js';
import { LookUpCustomer } from './application/look-up-customer.js';
import { OrderDesk } from './application/order-desk.js';
import { OrderViews } from './application/order-views.js';
import { PlaceOrders } from './application/place-orders.js';
import { PrepareOrder } from './application/prepare-order.js';
import { PromotedPricing } from './application/promoted-pricing.js';
import { Pseudonyms } from './application/pseudonyms.js';
import { QuoteOrder } from './application/quote-order.js';
import { RequestRefund } from './application/request-refund.js';
import { RevealAddresses } from './application/reveal-addresses.js';
import { Sales } from './application/sales.js';
import { SettleOrderOnPaymentSucceeded } from './application/settle-order-on-payment-succeeded.js';
import { ShipOrder } from './application/ship-order.js';
import { Orders } from './domain/orders.js';
import { FlatFreight, Pricing } from './domain/pricing.js';
import { orderEvents } from './events.js';

@Module({
  imports: [UserModule, CatalogModule, InventoryModule, PromotionModule],
  controllers: [OrdersController, StaffOrdersController, RefundsController, ShippingLabelsController],
  providers: [
    PrepareOrder,
    PlaceOrders,
    GatheredPlacements,
    DraftOrders,
    QuoteOrder,
    PromotedPricing,
    CancelOrder,
    CancelOrderAsStaff,
    ShipOrder,
    ConfirmReceipt,
    CompleteShippedOrders,
    CompleteOrderOnGoodsReceived,
    RequestRefund,
    DecideRefund,
    RevealAddresses,
    LookUpCustomer,
    ExportAnalytics,
    Pseudonyms,
    SettleOrderOnPaymentSucceeded,
    FollowRefundOnRefundStarted,
    FollowRefundOnRefundSucceeded,
    FollowRefundOnRefundFailed,
    StaffOrderQueries,
    OrderQueries,
    DetailsCipher,
    PersonalOrders,
    OrderPurge,
    OrderFigures,
    SeedOrders,
    { provide: ContentCheck, useClass: WechatContentCheck },
    { provide: Orders, useClass: SqlOrders },
    { provide: OrderDesk, useClass: FrontDesk },
    { provide: Checkout, useClass: CheckoutDesk },
    { provide: OrderViews, useExisting: OrderQueries },
    { provide: CustomerAddresses, useClass: SealedAddresses },
    { provide: Sales, useClass: SqlSales },
    { provide: AnalyticsOrders, useClass: SqlAnalyticsOrders },
    { provide: Pricing, useExisting: PromotedPricing },
    {
      provide: FlatFreight,
      inject: [Config],
      useFactory: ({ order }: Config) =>
        new FlatFreight(Money.ofFen(order.freightFlatFen), Money.ofFen(order.freightFreeOverFen)),
    },
  ],
  exports: [OrderDesk, Checkout, Sales, ExportAnalytics, SeedOrders],
})
export class OrderModule {
  static readonly schema: ContextSchema = orderSchema;
  static readonly publishes = orderEvents;
}
