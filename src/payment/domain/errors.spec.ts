import { tellsOfEach } from '../../../test/support/refusals.js';
import * as errors from './errors.js';

tellsOfEach([
  ['money that has arrived', () => new errors.AlreadyPaid(), 5002, 'conflict'],
  ['a forged notification', () => new errors.NotificationForged(), 401, 'unauthenticated'],
  ['a day without a bill', () => new errors.DayCannotBeReconciled(), 400, 'invalid'],
  ['a day nobody has reconciled', () => new errors.ReconciliationNotFound(), 404, 'not-found'],
  ['a notification that does not open', () => new errors.NotificationIllegible(), 400, 'invalid'],
]);
