import { Module } from '@nestjs/common';
import type { ContextSchema } from '#platform/database';
import { AuthModule } from '../auth/index.js';
import { OrderModule } from '../order/index.js';
import { WechatMessages } from './adapters/wechat-messages.js';
import { Messages } from './application/messages.js';
import { TellShopper } from './application/tell-shopper.js';
import { TellShopperOnOrderPaid } from './application/tell-shopper-on-order-paid.js';
import { TellShopperOnOrderRefunded } from './application/tell-shopper-on-order-refunded.js';
import { TellShopperOnOrderShipped } from './application/tell-shopper-on-order-shipped.js';

@Module({
  imports: [AuthModule, OrderModule],
  providers: [
    TellShopper,
    TellShopperOnOrderPaid,
    TellShopperOnOrderShipped,
    TellShopperOnOrderRefunded,
    { provide: Messages, useClass: WechatMessages },
  ],
})
export class NotificationModule {
  static readonly schema: ContextSchema = { entities: [], migrations: [] };
}
