import { aCoupon, HOUR, later, now, someTerms } from '../testing/promotions.js';
import { Coupon } from './coupon.js';
import { CouponExpired, CouponNotFound, CouponNotStarted, CouponUsed } from './errors.js';

const me = 'shopper';
const mine = (state: Parameters<typeof aCoupon>[0] = {}) => aCoupon({ customerId: me, ...state });
const used = (state: Parameters<typeof aCoupon>[0] = {}) =>
  mine({ status: 'USED', orderId: 'order', usedAt: now, ...state });

describe('a coupon', () => {
  it('tells the shop that it is claimed, once', () => {
    const period = { from: now, until: later(HOUR) };
    const claim = { id: 'c', templateId: 't', customerId: me, no: 2, terms: someTerms, period, claimedAt: now };
    const coupon = Coupon.claim(claim);
    expect(coupon.state).toEqual({ ...claim, status: 'UNUSED', orderId: null, usedAt: null });
    const claimed = { type: 'coupon.claimed', couponId: 'c', templateId: 't', customerId: me, at: now };
    expect([coupon.takeEvents(), coupon.takeEvents()]).toEqual([[claimed], []]);
  });

  it('is usable by its owner from its first moment on and not at its last', () => {
    const period = { from: later(10), until: later(20) };
    mine({ period }).mustBeUsable(me, later(10));
    mine({ period }).mustBeUsable(me, later(19));
    expect(() => mine({ period }).mustBeUsable(me, later(20))).toThrow(CouponExpired);
    expect(() => mine({ period }).mustBeUsable(me, later(9))).toThrow(
      expect.objectContaining({ code: 7110, facts: { validFrom: later(10).toISOString() } }) as Error,
    );
    expect(() => mine({ period }).mustBeUsable(me, later(9))).toThrow(CouponNotStarted);
  });

  it("is somebody else's whatever has become of it (7107)", () => {
    for (const coupon of [mine(), used(), mine({ status: 'EXPIRED' })]) {
      expect(() => coupon.mustBeUsable('other', now)).toThrow(CouponNotFound);
    }
  });

  it('is used for one order, and not when it is expired', () => {
    expect(() => used().mustBeUsable(me, now)).toThrow(CouponUsed);
    expect(() => used().mustBeUsable(me, later(HOUR))).toThrow(CouponUsed);
    expect(() => mine({ status: 'EXPIRED' }).mustBeUsable(me, now)).toThrow(CouponExpired);
  });

  it('comes back from its order, expired when its time is over by then', () => {
    const coupon = used();
    coupon.giveBack('order', later(HOUR - 1));
    expect(coupon.state).toMatchObject({ status: 'UNUSED', orderId: null, usedAt: null });
    const late = used();
    late.giveBack('order', later(HOUR));
    expect(late.state).toMatchObject({ status: 'EXPIRED', orderId: null, usedAt: null });
  });

  it('stays with its order whatever becomes of others', () => {
    const coupon = used();
    coupon.giveBack('another', now);
    expect(coupon.state).toMatchObject({ status: 'USED', orderId: 'order' });
  });
});
