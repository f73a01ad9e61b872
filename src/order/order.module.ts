import { Module } from '@nestjs/common';
import { Money } from '#kernel';
import { Config } from '#platform/config';
import type { ContextSchema } from '#platform/database';
import { CatalogModule } from '../catalog/index.js';
import { InventoryModule } from '../inventory/index.js';
import { UserModule } from '../user/index.js';
import { OrderQueries } from './adapters/order.queries.js';
import { OrdersController } from './adapters/orders.controller.js';
import { orderSchema } from './adapters/schema.js';
import { DetailsCipher } from './adapters/sealed-details.js';
import { SqlOrders } from './adapters/sql-orders.js';
import { CancelOrder } from './application/cancel-order.js';
import { DraftOrder } from './application/draft-order.js';
import { MarkOrderPaidOnPaymentSucceeded } from './application/mark-order-paid-on-payment-succeeded.js';
import { OrderDesk } from './application/order-desk.js';
import { PlaceOrders } from './application/place-orders.js';
import { Orders } from './domain/orders.js';
import { FlatFreight, Pricing } from './domain/pricing.js';

@Module({
  imports: [UserModule, CatalogModule, InventoryModule],
  controllers: [OrdersController],
  providers: [
    PlaceOrders,
    DraftOrder,
    CancelOrder,
    MarkOrderPaidOnPaymentSucceeded,
    OrderQueries,
    DetailsCipher,
    { provide: Orders, useClass: SqlOrders },
    { provide: OrderDesk, useExisting: OrderQueries },
    {
      provide: Pricing,
      inject: [Config],
      useFactory: ({ order }: Config) =>
        new FlatFreight(Money.ofFen(order.freightFlatFen), Money.ofFen(order.freightFreeOverFen)),
    },
  ],
  exports: [OrderDesk],
})
export class OrderModule {
  static readonly schema: ContextSchema = orderSchema;
}
