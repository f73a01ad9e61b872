import { Global, Module } from '@nestjs/common';
import { Contexts } from '#platform/contexts';
import { EventsModule } from '#platform/events';
import { ContextConsumer } from './context-consumer.js';
import { GivenUp } from './given-up.js';
import { InvokedDelivery } from './invoked-delivery.js';
import { PublishedEvents } from './published-events.js';
import { Publisher } from './publisher.js';
import { Relay } from './relay.js';
import { RelayHealth } from './relay-health.js';
import { RelayLine } from './relay-line.js';
import { RemoteDelivery } from './remote-delivery.js';

/** Events beyond this process: to the broker, and from it to a context that runs apart. */
@Global()
@Module({
  imports: [EventsModule],
  providers: [
    { provide: PublishedEvents, inject: [Contexts], useFactory: (contexts: Contexts) => new PublishedEvents(contexts) },
    RelayLine,
    Publisher,
    Relay,
    GivenUp,
    InvokedDelivery,
    RemoteDelivery,
    ContextConsumer,
    RelayHealth,
  ],
  exports: [InvokedDelivery, RelayHealth, RelayLine, PublishedEvents],
})
export class RelayModule {}
