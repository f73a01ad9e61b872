import { addedAt, aCart, aLine, limits } from '../testing/a-cart.js';
import { CartIsFull, LineNotFound, TooManyOfOne } from './errors.js';

const later = new Date(addedAt.getTime() + 1);
const tea = aLine({ skuId: 'tea' });
const cup = aLine({ skuId: 'cup', selected: false });
const pot = aLine({ skuId: 'pot', quantity: 10 });
const some = (skuId: string, quantity = 1, selected = true) => ({ skuId, quantity, selected, addedPriceFen: 3100 });

describe('what is put in', () => {
  it('is a line of its own, selected or not as it says, at its price and time', () => {
    const cart = aCart(cup);
    cart.add(some('tea', 3), limits, later);
    cart.add(some('pot', 1, false), limits, later);
    expect(cart.lines).toEqual([
      cup,
      { skuId: 'tea', quantity: 3, selected: true, addedPriceFen: 3100, addedAt: later },
      { skuId: 'pot', quantity: 1, selected: false, addedPriceFen: 3100, addedAt: later },
    ]);
  });

  it('adds to what is there, under the price seen now; what was selected stays so', () => {
    const cart = aCart(tea, cup);
    for (const skuId of ['tea', 'cup']) cart.add(some(skuId, 3, skuId === 'cup'), limits, later);
    const seen = { quantity: 5, selected: true, addedPriceFen: 3100, addedAt: later };
    expect(cart.lines).toEqual([
      { skuId: 'tea', ...seen },
      { skuId: 'cup', ...seen },
    ]);
    const unselected = aCart(cup);
    unselected.add(some('cup', 1, false), limits, later);
    expect(unselected.lines[0]?.selected).toBe(false);
  });

  it('is refused beyond the lines a cart may have, which does not keep out more of what is there', () => {
    const cart = aCart(tea, cup, pot);
    expect(() => cart.add(some('jar'), limits, later)).toThrow(CartIsFull);
    expect(() => cart.add(some('jar'), limits, later)).toThrow(expect.objectContaining({ facts: { most: 3 } }));
    cart.add(some('tea'), limits, later);
    expect(cart.lines.map(({ quantity }) => quantity)).toEqual([3, 2, 10]);
  });

  it('is refused when it makes too many of one, and nothing is taken of it', () => {
    const cart = aCart(tea);
    expect(() => cart.add(some('tea', 9), limits, later)).toThrow(TooManyOfOne);
    expect(() => cart.add(some('pot', 11), limits, later)).toThrow(expect.objectContaining({ facts: { most: 10 } }));
    expect(cart.lines).toEqual([tea]);
    cart.add(some('tea', 8), limits, later);
    expect(cart.lines[0]?.quantity).toBe(10);
  });
});

describe('a line', () => {
  it('changes what is named and leaves the rest', () => {
    const cart = aCart(tea, cup);
    cart.change('tea', { quantity: 10 }, limits);
    cart.change('cup', { selected: true }, limits);
    cart.change('cup', {}, limits);
    expect(cart.lines).toEqual([
      { ...tea, quantity: 10 },
      { ...cup, selected: true },
    ]);
  });

  it('cannot have more units than the limit', () => {
    const cart = aCart(tea, { ...pot, quantity: 12 });
    expect(() => cart.change('tea', { quantity: 11, selected: false }, limits)).toThrow(TooManyOfOne);
    expect(cart.lines[0]).toEqual(tea);
    // The limit was lowered since.
    cart.change('pot', { selected: false }, limits);
    expect(cart.lines[1]).toEqual({ ...pot, quantity: 12, selected: false });
  });

  it('is taken out, and others stay', () => {
    const cart = aCart(tea, cup);
    cart.remove('tea');
    expect(cart.lines).toEqual([cup]);
  });

  it('that is not there can be neither changed nor taken out', () => {
    const cart = aCart(cup);
    expect(() => cart.change('tea', {}, limits)).toThrow(LineNotFound);
    expect(() => cart.remove('tea')).toThrow(expect.objectContaining({ code: 7001, facts: null }));
    expect(cart.lines).toEqual([cup]);
  });
});

describe('lines', () => {
  it('are selected all at once, or those that are named', () => {
    const cart = aCart(tea, cup, pot);
    cart.select(false, null);
    expect(cart.lines.map(({ selected }) => selected)).toEqual([false, false, false]);
    cart.select(true, ['pot', 'cup']);
    expect(cart.lines).toEqual([
      { ...tea, selected: false },
      { ...cup, selected: true },
      { ...pot, selected: true },
    ]);
  });

  it('are all left as they are when one that is named is not there', () => {
    const cart = aCart(tea);
    expect(() => cart.select(false, ['tea', 'jar', 'can'])).toThrow(
      expect.objectContaining({ facts: { skuIds: ['jar', 'can'] } }),
    );
    expect(cart.lines).toEqual([tea]);
  });

  it('are found by SKU, each once, in the sequence they are named', () => {
    const cart = aCart(tea, cup, pot);
    expect(cart.linesOf(['pot', 'tea', 'pot'])).toEqual([pot, tea]);
    expect(() => cart.linesOf(['jar'])).toThrow(LineNotFound);
  });

  it('all go when the cart is emptied', () => {
    const cart = aCart(tea, cup);
    cart.clear();
    expect(cart.lines).toEqual([]);
  });
});

describe('an order', () => {
  it('takes out the units it has, as far as they are there, and says what that was', () => {
    const cart = aCart(tea, cup, pot);
    const taken = cart.takeOut([
      { skuId: 'jar', quantity: 1 },
      { skuId: 'pot', quantity: 4 },
      { skuId: 'cup', quantity: 3 },
      { skuId: 'tea', quantity: 2 },
    ]);
    expect(taken).toEqual([{ ...pot, quantity: 4 }, cup, tea]);
    expect(cart.lines).toEqual([{ ...pot, quantity: 6 }]);
  });

  it('that has a SKU twice takes no more than there is', () => {
    const cart = aCart(tea);
    const units = { skuId: 'tea', quantity: 1 };
    expect(cart.takeOut([units, units, units]).map(({ quantity }) => quantity)).toEqual([1, 1]);
    expect(cart.lines).toEqual([]);
  });
});

describe('what comes back', () => {
  it('is as it was, and selected', () => {
    const cart = aCart(tea);
    cart.putBack([cup], limits);
    expect(cart.lines).toEqual([tea, { ...cup, selected: true }]);
  });

  it('is added to what is there now, which keeps the price and time of its own', () => {
    const cart = aCart({ ...tea, selected: false });
    cart.putBack([{ ...tea, quantity: 3, addedPriceFen: 1, addedAt: later }], limits);
    expect(cart.lines).toEqual([{ ...tea, quantity: 5 }]);
  });

  it('is as much as the limits have room for', () => {
    const cart = aCart(aLine(), aLine(), pot);
    cart.putBack([tea, { ...pot, quantity: 1 }], limits);
    expect(cart.lines.map(({ skuId, quantity }) => [skuId, quantity]).slice(1)).toEqual([
      [expect.any(String), 2],
      ['pot', 10],
    ]);
    expect(cart.lines).toHaveLength(3);
    const empty = aCart();
    empty.putBack([{ ...pot, quantity: 11 }], limits);
    expect(empty.lines[0]?.quantity).toBe(10);
  });

  it('takes nothing from a line that is above a limit lowered since', () => {
    const cart = aCart({ ...pot, quantity: 12 });
    cart.putBack([pot], limits);
    expect(cart.lines[0]?.quantity).toBe(12);
  });
});
