import fc from 'fast-check';
import { Money, MoneyOutOfRange } from '#kernel';
import { aLine, placedAt } from '../testing/an-order.js';
import { Order } from './order.js';
import { FlatFreight } from './pricing.js';

const fen = (amount: number) => Money.ofFen(amount);
const flat = (freight: number, freeFrom = 0) => new FlatFreight(fen(freight), fen(freeFrom));
const goodsOf = (priceFen: number) => [aLine({ priceFen })];

describe('an order line', () => {
  it('costs its price as often as it is bought', () => {
    expect(aLine({ priceFen: 2990, quantity: 3 }).subtotal).toEqual(fen(8970));
  });

  it('has nothing taken off until somebody says so, and then stays the same otherwise', () => {
    const line = aLine({ priceFen: 2990, quantity: 3 });
    expect(line.discount).toEqual(Money.zero);
    expect({ ...line.discountedBy(fen(500)) }).toEqual({ ...line, discount: fen(500) });
    expect(line.discountedBy(fen(500)).subtotal).toEqual(fen(8970));
  });

  it('that costs more than can be counted is refused as invalid', () => {
    const line = aLine({ priceFen: Number.MAX_SAFE_INTEGER, quantity: 2 });
    expect(() => line.subtotal).toThrow(MoneyOutOfRange);
  });
});

describe('flat freight', () => {
  it('is the same for every order', () => {
    const quote = { goods: fen(5980), freight: fen(1000), discount: Money.zero };
    expect(flat(1000).quote([aLine({ priceFen: 2990, quantity: 2 })])).toEqual(quote);
  });

  it('is free from the goods amount on that is set', () => {
    const freight = (goods: number) => flat(1000, 9900).quote(goodsOf(goods)).freight.fen;
    expect([freight(9899), freight(9900), freight(9901)]).toEqual([1000, 0, 0]);
  });

  it('is never free where no amount is set, not even for goods that cost nothing', () => {
    expect(flat(1000).quote(goodsOf(0)).freight).toEqual(fen(1000));
    expect(flat(1000).quote(goodsOf(10_000_000)).freight).toEqual(fen(1000));
  });

  it('refuses goods that cost more than can be counted as invalid', () => {
    const lines = [aLine({ priceFen: Number.MAX_SAFE_INTEGER }), aLine({ priceFen: 1 })];
    expect(() => flat(0).quote(lines)).toThrow(expect.objectContaining({ code: 400 }) as Error);
  });
});

describe('whatever is ordered', () => {
  const prices = fc.maxSafeNat();
  const wishes = fc.array(fc.record({ priceFen: prices, quantity: fc.integer({ min: 1, max: 49_950 }) }), {
    minLength: 1,
    maxLength: 50,
  });
  const modest = fc.array(fc.record({ priceFen: fc.nat(10_000_000), quantity: fc.integer({ min: 1, max: 999 }) }), {
    minLength: 1,
    maxLength: 50,
  });

  it('total = goods + freight - discount, or the order is refused as invalid', () => {
    const property = fc.property(fc.oneof(modest, wishes), fc.nat(10_000), fc.nat(100_000), (wish, freight, from) => {
      const lines = wish.map((line) => aLine(line));
      const exact = wish.reduce((sum, { priceFen, quantity }) => sum + BigInt(priceFen) * BigInt(quantity), 0n);
      const due = from > 0 && exact >= BigInt(from) ? 0n : BigInt(freight);
      const place = () => {
        const quote = flat(freight, from).quote(lines);
        return Order.place({ id: 'o', customerId: 'c', lines, quote, placedAt, expiresAt: placedAt });
      };
      if (exact + due > BigInt(Number.MAX_SAFE_INTEGER)) {
        expect(place).toThrow(MoneyOutOfRange);
        return;
      }
      const order = place();
      const { goods, freight: charged, discount } = order.snapshot.quote;
      expect(BigInt(goods.fen)).toBe(exact);
      expect(BigInt(charged.fen)).toBe(due);
      expect(order.total.fen).toBe(goods.fen + charged.fen - discount.fen);
      expect(order.total.fen).toBe(Number(exact + due));
    });
    fc.assert(property, { numRuns: 200 });
  });
});
