import type { DomainError, ErrorKind } from '#kernel';
import * as errors from './errors.js';

type Told = [string, () => DomainError, number, ErrorKind, Record<string, unknown> | null];

it.each<Told>([
  ['a line that is not there', () => new errors.LineNotFound(), 7001, 'not-found', null],
  ['lines that are not there', () => new errors.LineNotFound(['tea']), 7001, 'not-found', { skuIds: ['tea'] }],
  ['a cart that is full', () => new errors.CartIsFull(3), 7002, 'conflict', { most: 3 }],
  ['too many of one', () => new errors.TooManyOfOne(10), 7003, 'conflict', { most: 10 }],
  ['a SKU nobody sells', () => new errors.SkuNotFound(), 2002, 'not-found', null],
  ['a SKU off the shelf', () => new errors.SkuOffShelf(), 2003, 'conflict', null],
])('tells of %s by code and class, in Chinese and in English', (_, refuse, code, kind, facts) => {
  const refusal = refuse();
  expect(refusal.description).toMatchObject({ code, kind });
  expect(refusal.facts).toEqual(facts);
  expect(refusal.description.zh).toMatch(/\p{Script=Han}/u);
  expect(refusal.description.en).toMatch(/^[A-Z]/);
});
