import { On } from '#platform/events';
import type { OrderCancelled } from '../../order/events.js';
import { GivingBack } from './giving-back.js';

@On('order.cancelled')
export class GiveBackOnOrderCancelled extends GivingBack<OrderCancelled> {}
