import { type DynamicModule, Module } from '@nestjs/common';
import type { Clock } from '#kernel';
import { PlatformModule } from '#platform/assembly';
import type { Config } from '#platform/config';
import { refuseInsideTransaction } from '#platform/database';
import { WechatModule, WechatPushModule, wechatSchema } from '#wechat';
import { AuthModule } from './auth/index.js';
import { CatalogModule } from './catalog/index.js';
import { FunctionsModule } from './functions/index.js';
import { InventoryModule } from './inventory/index.js';
import { MediaModule } from './media/index.js';
import { NotificationModule } from './notification/index.js';
import { OrderModule } from './order/index.js';
import { PaymentModule } from './payment/index.js';
import { UserModule } from './user/index.js';
import { CartModule } from './cart/index.js';
import { PromotionModule } from './promotion/index.js';
import { ReportingModule } from './reporting/index.js';

/** The contexts of this shop. */
export const contexts = [
  AuthModule,
  UserModule,
  CatalogModule,
  InventoryModule,
  OrderModule,
  PaymentModule,
  NotificationModule,
  MediaModule,
  CartModule,
  PromotionModule,
  ReportingModule,
  FunctionsModule,
];

/** What they keep in the database, and what is kept of WeChat. */
export const schemas = [wechatSchema, WechatPushModule.schema, ...contexts.map(({ schema }) => schema)];

@Module({})
export class AppModule {
  /** @param clock the system's unless given */
  static forRoot(config: Config, clock?: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(config, schemas, contexts, clock),
        WechatModule.forRoot({ guard: refuseInsideTransaction }),
        WechatPushModule,
        ...contexts,
      ],
    };
  }
}
