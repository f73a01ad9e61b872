export { backOffAfter, EventBus, MAX_ATTEMPTS } from './event-bus.js';
export { EventsModule } from './events.module.js';
export { Inbox } from './inbox.js';
export { Outbox, type Recorded } from './outbox.js';
export { OutboxPoller } from './outbox-poller.js';
export { On, Reaction, SUBSCRIPTION, type Subscription } from './reaction.js';
export { Reactions, type Subscriber } from './reactions.js';
export { eventsSchema } from './schema.js';
export { eventFromJson, type StoredEvent } from './stored-event.js';
