import type { Offer } from '../../catalog/index.js';
import type { CartLine } from '../domain/cart-line.js';
import { addedAt, aLine } from '../testing/a-cart.js';
import { cartView } from './cart-view.js';

const offer = (skuId: string, priceFen = 2990, onShelf = true): Offer => ({
  skuId,
  productId: 'p',
  categoryId: 'c',
  productName: '龙井茶',
  skuName: '250 克',
  imageUrl: '/tea.png',
  priceFen,
  onShelf,
});
const view = (lines: readonly CartLine[], offers: readonly Offer[], levels: Readonly<Record<string, number>>) =>
  cartView(lines, new Map(offers.map((one) => [one.skuId, one])), new Map(Object.entries(levels)));
const stateOf = (line: CartLine, offers: readonly Offer[], available: number) =>
  view([line], offers, { tea: available }).lines[0]?.state;

describe('a cart as its shopper sees it', () => {
  const tea = aLine({ skuId: 'tea', quantity: 2, addedPriceFen: 3990 });

  it('says what the catalogue says now, and the price under which it was put in', () => {
    expect(view([tea], [offer('tea', 2990)], { tea: 5 }).lines).toEqual([
      {
        skuId: 'tea',
        productId: 'p',
        productName: '龙井茶',
        skuName: '250 克',
        imageUrl: '/tea.png',
        priceFen: 2990,
        addedPriceFen: 3990,
        quantity: 2,
        selected: true,
        state: 'orderable',
        available: 5,
        addedAt,
      },
    ]);
  });

  it('says of each line whether it can be ordered as it is', () => {
    expect(stateOf(tea, [offer('tea')], 2)).toBe('orderable');
    expect(stateOf(tea, [offer('tea')], 1)).toBe('short');
    expect(stateOf(tea, [offer('tea')], 0)).toBe('sold-out');
    expect(stateOf(tea, [offer('tea', 2990, false)], 0)).toBe('off-shelf');
    expect(stateOf(tea, [], 2)).toBe('gone');
    const [line] = view([tea], [], {}).lines;
    expect(line).toMatchObject({ productId: null, productName: null, skuName: null, imageUrl: null });
    expect(line).toMatchObject({ priceFen: null, addedPriceFen: 3990, available: 0 });
  });

  it('begins with what was put in last', () => {
    const later = new Date(addedAt.getTime() + 1);
    const lines = [aLine({ skuId: 'b' }), aLine({ skuId: 'c', addedAt: later }), aLine({ skuId: 'a' })];
    expect(view(lines, [], {}).lines.map(({ skuId }) => skuId)).toEqual(['c', 'a', 'b']);
    expect(view(lines.toReversed(), [], {}).lines.map(({ skuId }) => skuId)).toEqual(['c', 'a', 'b']);
  });

  it('adds up what is selected and can be ordered, at the prices of now', () => {
    const lines = [
      tea,
      aLine({ skuId: 'cup', quantity: 3 }),
      aLine({ skuId: 'pot', selected: false }),
      aLine({ skuId: 'jar', quantity: 9 }),
      aLine({ skuId: 'can' }),
    ];
    const offers = [offer('tea', 100), offer('cup', 1), offer('pot', 7), offer('jar', 11)];
    expect(view(lines, offers, { tea: 9, cup: 3, pot: 9, jar: 8, can: 9 }).selected).toEqual({
      lines: 2,
      quantity: 5,
      goodsFen: 203,
    });
    expect(view([], [], {})).toEqual({ lines: [], selected: { lines: 0, quantity: 0, goodsFen: 0 } });
  });
});
