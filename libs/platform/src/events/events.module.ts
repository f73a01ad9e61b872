import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { EventBus } from './event-bus.js';
import { EventLog } from './event-log.js';
import { EventsController } from './events.controller.js';
import { Outbox } from './outbox.js';
import { OutboxFigures } from './outbox-figures.js';
import { OutboxPoller } from './outbox-poller.js';
import { InboxPurge, OutboxPurge } from './purge.js';
import { Reactions } from './reactions.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [EventsController],
  providers: [Reactions, EventBus, Outbox, OutboxPoller, OutboxFigures, OutboxPurge, InboxPurge, EventLog],
  exports: [Outbox, EventBus, EventLog, Reactions],
})
export class EventsModule {}
