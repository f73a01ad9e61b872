import { Logger, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import type { ContextSchema } from '#platform/database';
import { PushPurge } from './purge.js';
import { PushReceiver } from './push-receiver.js';
import { PushSubscriptions } from './push-subscriptions.js';
import { PushController } from './push.controller.js';
import { pushSchema } from './schema.js';
import { TakePush } from './take-push.js';

/** Message push: receives, verifies and de-duplicates; the contexts translate, by `@OnPush`. */
@Module({
  imports: [DiscoveryModule],
  controllers: [PushController],
  providers: [
    PushSubscriptions,
    TakePush,
    PushPurge,
    { provide: PushReceiver, inject: [Config, Clock], useFactory: receiverOf },
  ],
})
export class WechatPushModule {
  static readonly schema: ContextSchema = pushSchema;
}

function receiverOf({ environment, wechat: { push, appId } }: Config, clock: Clock): PushReceiver | null {
  if (!push) return null;
  if (push.aesKey === null && environment === 'production')
    new Logger(WechatPushModule.name).warn('Message push is in plain mode, whose signature does not cover the message');
  return new PushReceiver({ ...push, appId, now: () => clock.now() });
}
