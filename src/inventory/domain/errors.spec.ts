import type { DomainError, ErrorKind } from '#kernel';
import * as errors from './errors.js';

type Told = [string, () => DomainError, number, ErrorKind, Record<string, unknown> | null];

it.each<Told>([
  ['stock that is short', () => new errors.NotEnoughStock([]), 3001, 'conflict', { shortages: [] }],
  ['a SKU without stock item', () => new errors.StockItemNotFound(), 2002, 'not-found', null],
  ['an adjustment that cannot be', () => new errors.ImpossibleAdjustment(), 400, 'invalid', null],
])('tells of %s by code and class, in Chinese and in English', (_, refuse, code, kind, facts) => {
  const refusal = refuse();
  expect(refusal.description).toMatchObject({ code, kind });
  expect(refusal.facts).toEqual(facts);
  expect(refusal.description.zh).toMatch(/\p{Script=Han}/u);
  expect(refusal.description.en).toMatch(/^[A-Z]/);
});
