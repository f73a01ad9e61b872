export { EventBus } from './event-bus.js';
export { EventsModule } from './events.module.js';
export { Outbox, type Recorded } from './outbox.js';
export { OutboxPoller } from './outbox-poller.js';
export { On, Reaction, SUBSCRIPTION, type Subscription } from './reaction.js';
export { Reactions } from './reactions.js';
export { eventsSchema } from './schema.js';
