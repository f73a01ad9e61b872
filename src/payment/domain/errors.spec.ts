import type { DomainError, ErrorKind } from '#kernel';
import * as errors from './errors.js';

type Told = [string, () => DomainError, number, ErrorKind];

it.each<Told>([
  ['money that has arrived', () => new errors.AlreadyPaid(), 5002, 'conflict'],
  ['a forged notification', () => new errors.NotificationForged(), 401, 'unauthenticated'],
  ['a day without a bill', () => new errors.DayCannotBeReconciled(), 400, 'invalid'],
  ['a day nobody has reconciled', () => new errors.ReconciliationNotFound(), 404, 'not-found'],
  ['a notification that does not open', () => new errors.NotificationIllegible(), 400, 'invalid'],
])('tells of %s by code and class, in Chinese and in English', (_, refuse, code, kind) => {
  const refusal = refuse();
  expect(refusal.description).toMatchObject({ code, kind });
  expect(refusal.facts).toBeNull();
  expect(refusal.description.zh).toMatch(/\p{Script=Han}/u);
  expect(refusal.description.en).toMatch(/^[A-Z]/);
});
