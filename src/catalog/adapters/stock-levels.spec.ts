import { InMemoryStock } from './in-memory-stock.js';
import type { StoredProduct } from './product-reader.js';
import { StockLevels } from './stock-levels.js';

/** Inventory that answers when it is told to, with what it knew when it was asked. */
class SlowStock extends InMemoryStock {
  readonly asked: string[][] = [];
  private answers: (() => void)[] = [];

  override async available(skuIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    this.asked.push([...skuIds]);
    const answer = await super.available(skuIds);
    await new Promise<void>((resolve) => this.answers.push(resolve));
    return answer;
  }

  async answer(): Promise<void> {
    while (this.answers.length === 0) await Promise.resolve();
    this.answers.shift()?.();
  }
}

const product = (...ids: string[]) => ({ skus: ids.map((id) => ({ id })) }) as unknown as StoredProduct;

describe('stock levels', () => {
  let stock: SlowStock;
  let levels: StockLevels;
  beforeEach(() => {
    stock = new SlowStock();
    levels = new StockLevels(stock);
    for (const [id, units] of Object.entries({ a: 1, b: 2, c: 3 })) stock.levels.set(id, units);
  });

  it('are asked for together while a question is under way, and never known from an earlier one', async () => {
    const first = levels.of([product('a')]);
    await Promise.resolve();
    const [second, third] = [levels.of([product('a', 'b')]), levels.of([product('c', 'unknown')])];
    await Promise.resolve();
    stock.levels.set('a', 9);
    await stock.answer();
    expect(await first).toEqual({ a: 1 });
    await stock.answer();
    expect(await Promise.all([second, third])).toEqual([{ a: 9, b: 2 }, { c: 3 }]);
    expect(stock.asked).toEqual([['a'], ['a', 'b', 'c', 'unknown']]);
  });

  it('are not asked for where there is no SKU', async () => {
    expect(await levels.of([product()])).toEqual({});
    expect(stock.asked).toEqual([]);
  });

  it('go on after a question that failed', async () => {
    jest.spyOn(stock, 'available').mockRejectedValueOnce(new Error('no database'));
    const [failed, next] = [levels.of([product('a')]), Promise.resolve().then(() => levels.of([product('b')]))];
    await expect(failed).rejects.toThrow('no database');
    await stock.answer();
    expect(await next).toEqual({ b: 2 });
  });
});
