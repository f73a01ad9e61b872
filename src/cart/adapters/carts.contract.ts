import { newId } from '#kernel';
import type { Carts } from '../domain/carts.js';
import { addedAt, aLine, limits } from '../testing/a-cart.js';

/** What every keeper of carts keeps to. */
export function cartsContract(open: () => Carts): void {
  const many = { lines: 100, quantity: 999 };
  const add = (customerId: string, line = aLine()) =>
    open().change(customerId, (cart) => cart.add(line, many, line.addedAt));
  const kept = async (customerId: string) => (await open().of(customerId)).lines;

  it('is empty where nothing was put in', async () => {
    const cart = await open().of(newId());
    expect(cart.lines).toEqual([]);
    await open().change(cart.customerId, () => undefined);
    expect(await kept(cart.customerId)).toEqual([]);
  });

  it('gives back what was kept, and answers what the change does', async () => {
    const [customerId, line, other] = [newId(), aLine(), aLine({ selected: false, addedPriceFen: 1, quantity: 999 })];
    const count = await open().change(customerId, (cart) => {
      for (const one of [line, other]) cart.add(one, many, addedAt);
      return cart.lines.length;
    });
    expect(count).toBe(2);
    const bySku = [line, other].toSorted((a, b) => (a.skuId < b.skuId ? -1 : 1));
    expect((await kept(customerId)).toSorted((a, b) => (a.skuId < b.skuId ? -1 : 1))).toEqual(bySku);
  });

  it('saves what changed, what came and what went, and nothing of anybody else', async () => {
    const [mine, yours] = [newId(), newId()];
    const [tea, cup] = [aLine(), aLine()];
    for (const customerId of [mine, yours]) for (const line of [tea, cup]) await add(customerId, line);
    const pot = aLine({ quantity: 1 });
    await open().change(mine, (cart) => {
      cart.remove(tea.skuId);
      cart.change(cup.skuId, { quantity: 7, selected: false }, limits);
      cart.add(pot, many, addedAt);
    });
    const lines = await kept(mine);
    expect(lines).toHaveLength(2);
    expect(lines).toEqual(expect.arrayContaining([{ ...cup, quantity: 7, selected: false }, pot]));
    expect(await kept(yours)).toEqual(expect.arrayContaining([tea, cup]));
    await open().change(mine, (cart) => cart.clear());
    expect(await kept(mine)).toEqual([]);
  });

  it('tells of each of several whether one of their SKUs is in their cart', async () => {
    const [mine, yours, tea, cup] = [newId(), newId(), aLine(), aLine()];
    await add(mine, tea);
    await add(yours, cup);
    const wanted = [
      { customerId: mine, skuIds: [newId(), tea.skuId] },
      { customerId: mine, skuIds: [cup.skuId] },
      { customerId: yours, skuIds: [tea.skuId] },
      { customerId: yours, skuIds: [cup.skuId] },
      { customerId: newId(), skuIds: [tea.skuId, cup.skuId] },
    ];
    expect(await open().haveAny(wanted)).toEqual([true, false, false, true, false]);
  });

  it('changes nothing when the change throws', async () => {
    const [customerId, line] = [newId(), aLine()];
    await add(customerId, line);
    const changing = open().change(customerId, (cart) => {
      cart.clear();
      throw new Error('changed my mind');
    });
    await expect(changing).rejects.toThrow('changed my mind');
    expect(await kept(customerId)).toEqual([line]);
  });

  it('loses none of the changes that race, the very first among them, and has each SKU once', async () => {
    const [customerId, tea, cup] = [newId(), newId(), newId()];
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => add(customerId, aLine({ skuId: n % 2 ? tea : cup, quantity: 1 }))),
    );
    const lines = await kept(customerId);
    expect(lines.map(({ skuId, quantity }) => [skuId, quantity])).toEqual(
      expect.arrayContaining([
        [tea, 10],
        [cup, 10],
      ]),
    );
    expect(lines).toHaveLength(2);
  });
}
