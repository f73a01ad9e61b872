import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { PUSHED_EVENT, type PushHandler } from './on-push.js';

/** Who understands which push: found once, from the `@OnPush` decorators of the providers. */
@Injectable()
export class PushSubscriptions implements OnModuleInit {
  private readonly byEvent = new Map<string, PushHandler[]>();

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    for (const { metatype, instance } of this.discovery.getProviders()) {
      if (typeof metatype !== 'function') continue;
      const event = Reflect.getMetadata(PUSHED_EVENT, metatype) as string | undefined;
      if (event !== undefined) this.add(event, instance as PushHandler);
    }
  }

  add(event: string, handler: PushHandler): void {
    this.byEvent.set(event, [...this.to(event), handler]);
  }

  to(event: string): readonly PushHandler[] {
    return this.byEvent.get(event) ?? [];
  }
}
