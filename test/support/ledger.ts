import type { Api } from './api.js';
import type { Movement, Page, Stock } from './views.js';

/** The whole ledger of a SKU, newest first. */
export async function movementsOf(owner: Api, skuId: string): Promise<Movement[]> {
  const movements: Movement[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const from: string = cursor && `&cursor=${cursor}`;
    const { data } = await owner.get<Page<Movement>>(`/admin/stock/${skuId}/movements?limit=100${from}`);
    movements.push(...data.items);
    cursor = data.nextCursor;
  }
  return movements;
}

/** Fails unless the stock of a SKU adds up: initial + adjustments = available + reserved + sold, by its ledger too. */
export async function expectStockToAddUp(owner: Api, skuId: string): Promise<Stock> {
  const { data: stock } = await owner.get<Stock>(`/admin/stock/${skuId}`);
  const movements = await movementsOf(owner, skuId);
  const sum = (...types: string[]) =>
    movements.filter(({ type }) => types.includes(type)).reduce((total, { quantity }) => total + quantity, 0);
  const everything = [...new Set(movements.map(({ type }) => type))];
  expect(stock.available + stock.reserved + stock.sold).toBe(sum('initial', 'adjusted'));
  expect(stock.available).toBe(sum(...everything));
  expect(Math.min(stock.available, stock.reserved, stock.sold)).toBeGreaterThanOrEqual(0);
  return stock;
}
