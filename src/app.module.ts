import { type DynamicModule, Module } from '@nestjs/common';
import { PlatformModule } from '#platform/assembly';
import type { Config } from '#platform/config';
import { refuseInsideTransaction } from '#platform/database';
import { WechatModule, WechatPushModule, wechatSchema } from '#wechat';
import { AuthModule } from './auth/index.js';
import { CatalogModule } from './catalog/index.js';
import { InventoryModule } from './inventory/index.js';
import { MediaModule } from './media/index.js';
import { NotificationModule } from './notification/index.js';
import { OrderModule } from './order/index.js';
import { PaymentModule } from './payment/index.js';
import { UserModule } from './user/index.js';

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
];

/** What they keep in the database, and what is kept of WeChat. */
export const schemas = [wechatSchema, WechatPushModule.schema, ...contexts.map(({ schema }) => schema)];

@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(config, schemas, contexts),
        WechatModule.forRoot({ guard: refuseInsideTransaction }),
        WechatPushModule,
        ...contexts,
      ],
    };
  }
}
