import { Module } from '@nestjs/common';
import type { ContextSchema } from '#platform/database';
import { CatalogModule } from '../catalog/index.js';
import { InventoryModule } from '../inventory/index.js';
import { OrderModule } from '../order/index.js';
import { UserModule } from '../user/index.js';
import { CartController } from './adapters/cart.controller.js';
import { PersonalCarts } from './adapters/personal-carts.js';
import { CartPurge } from './adapters/purge.js';
import { cartSchema } from './adapters/schema.js';
import { SqlCarts } from './adapters/sql-carts.js';
import { SqlMerges } from './adapters/sql-merges.js';
import { SqlTakeOuts } from './adapters/sql-take-outs.js';
import { AddToCart } from './application/add-to-cart.js';
import { ChangeLine } from './application/change-line.js';
import { EmptyCart } from './application/empty-cart.js';
import { MergeIntoCart } from './application/merge-into-cart.js';
import { Merges } from './application/merges.js';
import { OrderFromCart } from './application/order-from-cart.js';
import { RemoveLine } from './application/remove-line.js';
import { ReturnLinesOnOrderCancelled } from './application/return-lines-on-order-cancelled.js';
import { SelectLines } from './application/select-lines.js';
import { ShowCart } from './application/show-cart.js';
import { TakeLinesOnOrderPlaced } from './application/take-lines-on-order-placed.js';
import { Carts } from './domain/carts.js';
import { TakeOuts } from './domain/take-outs.js';

@Module({
  imports: [UserModule, CatalogModule, InventoryModule, OrderModule],
  controllers: [CartController],
  providers: [
    ShowCart,
    AddToCart,
    ChangeLine,
    RemoveLine,
    SelectLines,
    EmptyCart,
    MergeIntoCart,
    OrderFromCart,
    TakeLinesOnOrderPlaced,
    ReturnLinesOnOrderCancelled,
    PersonalCarts,
    CartPurge,
    { provide: Carts, useClass: SqlCarts },
    { provide: TakeOuts, useClass: SqlTakeOuts },
    { provide: Merges, useClass: SqlMerges },
  ],
})
export class CartModule {
  static readonly schema: ContextSchema = cartSchema;
}
