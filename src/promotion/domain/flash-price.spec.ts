import { aFlashPrice, HOUR, later, now } from '../testing/promotions.js';
import { PeriodEmpty } from './errors.js';
import { FlashPrice } from './flash-price.js';

describe('a flash price', () => {
  it('is announced with nothing sold, for a period that is one', () => {
    const offer = { skuId: 's', priceFen: 1, startsAt: now, endsAt: later(1), unitsLimit: 3, shopperLimit: 2 };
    const { state } = FlashPrice.announce('f', offer, now);
    expect(state).toEqual({ ...offer, id: 'f', sold: 0, createdAt: now, closedAt: null });
    expect(() => FlashPrice.announce('f', { ...offer, endsAt: now }, now)).toThrow(PeriodEmpty);
  });

  it('is in force from its first moment on and not at its last, unless it is closed', () => {
    const price = aFlashPrice();
    expect([-1, 0, HOUR - 1, HOUR].map((at) => price.isInForce(later(at)))).toEqual([false, true, true, false]);
    price.close(later(5));
    price.close(later(6));
    expect([price.isInForce(later(1)), price.state.closedAt]).toEqual([false, later(5)]);
  });

  it('is for as many units as are left, in all and for the shopper', () => {
    expect(aFlashPrice({ unitsLimit: 5 }).unitsFor(3, 0, 99)).toBe(3);
    expect(aFlashPrice({ unitsLimit: 5, sold: 3 }).unitsFor(3, 0, 0)).toBe(2);
    expect(aFlashPrice({ unitsLimit: 5, sold: 3 }).unitsFor(3, 1, 0)).toBe(1);
    expect(aFlashPrice({ shopperLimit: 2 }).unitsFor(3, 0, 0)).toBe(2);
    expect(aFlashPrice({ shopperLimit: 2 }).unitsFor(3, 0, 1)).toBe(1);
    expect(aFlashPrice({ shopperLimit: 2 }).unitsFor(3, 0, 3)).toBe(0);
    expect(aFlashPrice({ unitsLimit: 5, sold: 5 }).unitsFor(1, 2, 0)).toBe(0);
  });
});
