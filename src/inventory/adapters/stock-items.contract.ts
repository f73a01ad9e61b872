import { newId } from '#kernel';
import type { Movement, StockLevels } from '../domain/stock-item.js';
import { StockItem } from '../domain/stock-item.js';
import type { StockItems } from '../domain/stock-items.js';

const at = new Date('2026-01-31T23:59:59.999Z');

export interface KeptStock {
  readonly items: StockItems;
  /** Oldest first. */
  ledger(skuId: string): Promise<readonly Movement[]>;
}

/** What every adapter of the port keeps to. */
export function stockItemsContract(kept: () => KeptStock): void {
  const introduce = async (initial: number, skuId = newId()) => {
    await kept().items.add([StockItem.introduce(skuId, initial, at)]);
    return skuId;
  };
  const reserve = (skuIds: readonly string[], orderId = newId()) =>
    kept().items.change(skuIds, (items) => {
      for (const skuId of skuIds) items.get(skuId)?.reserve(1, orderId, at);
    });
  const levels = (skuId: string) =>
    kept().items.change([skuId], (items): StockLevels | undefined => {
      const item = items.get(skuId);
      return item && { skuId, available: item.available, reserved: item.reserved, sold: item.sold };
    });

  it('gives back what was kept, with the first line of the ledger', async () => {
    const skuId = await introduce(7);
    expect(await levels(skuId)).toEqual({ skuId, available: 7, reserved: 0, sold: 0 });
    expect(await kept().ledger(skuId)).toEqual([
      { skuId, type: 'initial', quantity: 7, orderId: null, reason: null, at },
    ]);
  });

  it('takes in no items and any number of them', async () => {
    await kept().items.add([]);
    const skuIds = Array.from({ length: 100 }, () => newId());
    await kept().items.add(skuIds.map((skuId, n) => StockItem.introduce(skuId, n, at)));
    expect(await kept().items.change(skuIds, (items) => skuIds.map((skuId) => items.get(skuId)?.available))).toEqual(
      skuIds.map((_, n) => n),
    );
  });

  it('keeps amounts beyond 2^31 exactly', async () => {
    const skuId = await introduce(999_999_999_999);
    await reserve([skuId]);
    expect(await levels(skuId)).toMatchObject({ available: 999_999_999_998, reserved: 1 });
  });

  it('saves every change with its ledger lines, in the order they happened', async () => {
    const [skuId, untouched, orderId] = [await introduce(10), await introduce(10), newId()];
    await kept().items.change([skuId, untouched], (items) => {
      const item = items.get(skuId);
      item?.reserve(4, orderId, at);
      item?.release(1, orderId, at);
      item?.sell(2, orderId, at);
      item?.takeBack(1, orderId, at);
      item?.adjust(-3, '破损', at);
    });
    expect(await levels(skuId)).toEqual({ skuId, available: 5, reserved: 1, sold: 1 });
    const lines = await kept().ledger(skuId);
    expect(lines.map(({ type, quantity, orderId, reason }) => [type, quantity, orderId, reason])).toEqual([
      ['initial', 10, null, null],
      ['reserved', -4, orderId, null],
      ['released', 1, orderId, null],
      ['sold', 0, orderId, null],
      ['returned', 1, orderId, null],
      ['adjusted', -3, null, '破损'],
    ]);
    expect(await levels(untouched)).toMatchObject({ available: 10 });
    expect(await kept().ledger(untouched)).toHaveLength(1);
  });

  it('takes units of several items for orders, each with its ledger line, and passes back what was decided', async () => {
    const [tea, cup, orderId] = [await introduce(10), await introduce(2), newId()];
    const wanted = new Map([
      [tea, 3],
      [cup, 2],
      [newId(), 1],
    ]);
    const known = await kept().items.take(wanted, (items) => {
      items.get(tea)?.reserve(1, orderId, at);
      items.get(tea)?.reserve(2, orderId, at);
      items.get(cup)?.reserve(2, orderId, at);
      return [...items.keys()];
    });
    expect(known.toSorted()).toEqual([tea, cup].toSorted());
    expect([await levels(tea), await levels(cup)]).toMatchObject([
      { available: 7, reserved: 3, sold: 0 },
      { available: 0, reserved: 2, sold: 0 },
    ]);
    expect((await kept().ledger(tea)).map(({ quantity }) => quantity)).toEqual([10, -1, -2]);
  });

  it('takes nothing when it is decided so, or when the decision throws', async () => {
    const skuId = await introduce(9);
    const wanted = new Map([[skuId, 1]]);
    await kept().items.take(wanted, () => undefined);
    const taking = kept().items.take(wanted, (items) => {
      items.get(skuId)?.reserve(1, newId(), at);
      throw new Error('changed my mind');
    });
    await expect(taking).rejects.toThrow('changed my mind');
    expect(await levels(skuId)).toMatchObject({ available: 9, reserved: 0 });
    expect(await kept().ledger(skuId)).toHaveLength(1);
  });

  it('[I1] never takes more than there is, whoever takes at the same time', async () => {
    const [tea, cup] = [await introduce(50), await introduce(30)];
    const take = async (n: number) => {
      const orderId = newId();
      return kept().items.take(
        new Map(
          n % 2
            ? [
                [tea, 1],
                [cup, 1],
              ]
            : [
                [cup, 1],
                [tea, 1],
              ],
        ),
        (items) => {
          const there = [tea, cup].every((skuId) => (items.get(skuId)?.available ?? 0) > 0);
          if (there) for (const skuId of [cup, tea]) items.get(skuId)?.reserve(1, orderId, at);
          return there;
        },
      );
    };
    const taken = await Promise.all(Array.from({ length: 60 }, (_, n) => take(n)));
    expect(taken.filter(Boolean)).toHaveLength(30);
    expect([await levels(tea), await levels(cup)]).toMatchObject([
      { available: 20, reserved: 30 },
      { available: 0, reserved: 30 },
    ]);
  });

  it('changes several items at once, each its own way', async () => {
    const [tea, cup] = [await introduce(10), await introduce(20)];
    await kept().items.change([tea, cup], (items) => {
      items.get(tea)?.reserve(1, newId(), at);
      items.get(cup)?.adjust(5, 'delivery', at);
    });
    expect([await levels(tea), await levels(cup)]).toEqual([
      { skuId: tea, available: 9, reserved: 1, sold: 0 },
      { skuId: cup, available: 25, reserved: 0, sold: 0 },
    ]);
  });

  it('hands over what it knows, each SKU once, and passes back what the change made', async () => {
    const skuId = await introduce(1);
    const change = (skuIds: string[]) => kept().items.change(skuIds, (items) => [...items.keys()]);
    expect(await change([newId(), skuId, skuId])).toEqual([skuId]);
    expect(await change([])).toEqual([]);
  });

  it('tells ids that differ in case apart', async () => {
    const skuId = await introduce(1);
    expect(await levels(skuId.toLowerCase())).toBeUndefined();
  });

  it('changes nothing when the change throws', async () => {
    const skuId = await introduce(5);
    const changing = kept().items.change([skuId], (items) => {
      items.get(skuId)?.reserve(2, newId(), at);
      throw new Error('changed my mind');
    });
    await expect(changing).rejects.toThrow('changed my mind');
    expect(await levels(skuId)).toMatchObject({ available: 5, reserved: 0 });
    expect(await kept().ledger(skuId)).toHaveLength(1);
  });

  it('never fails changes that name the same SKUs in opposite order', async () => {
    const [tea, cup] = [await introduce(60), await introduce(60)];
    await Promise.all(Array.from({ length: 60 }, (_, n) => reserve(n % 2 ? [tea, cup] : [cup, tea])));
    expect([await levels(tea), await levels(cup)]).toMatchObject([
      { available: 0, reserved: 60 },
      { available: 0, reserved: 60 },
    ]);
  });
}
