import { On } from '#platform/events';
import type { OrderRefunded } from '../../order/events.js';
import { GivingBack } from './giving-back.js';

@On('order.refunded')
export class GiveBackOnOrderRefunded extends GivingBack<OrderRefunded> {}
