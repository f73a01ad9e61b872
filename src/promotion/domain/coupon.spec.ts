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

  it('is used for its order from then on, and by no other', () => {
    const coupon = mine();
    coupon.useFor('order', later(5));
    expect(coupon.state).toEqual({ ...coupon.state, status: 'USED', orderId: 'order', usedAt: later(5) });
    expect(() => coupon.useFor('another', later(6))).toThrow(CouponUsed);
    expect(coupon.state).toMatchObject({ orderId: 'order', usedAt: later(5) });
    expect(() => mine({ status: 'EXPIRED' }).useFor('order', now)).toThrow(CouponExpired);
  });

  it('that was good when its order was priced is used, though its time ends before the order is placed', () => {
    const coupon = mine();
    coupon.mustBeUsable(me, later(HOUR - 1));
    coupon.useFor('order', later(HOUR));
    expect(coupon.state).toMatchObject({ status: 'USED', usedAt: later(HOUR) });
  });

  it('expires at its last moment and not before, if nobody has used it', () => {
    const coupon = mine();
    coupon.expire(later(HOUR - 1));
    expect(coupon.state.status).toBe('UNUSED');
    coupon.expire(later(HOUR));
    expect(coupon.state.status).toBe('EXPIRED');
    const late = used();
    late.expire(later(HOUR));
    expect(late.state).toEqual(used({ id: late.state.id, templateId: late.state.templateId }).state);
  });

  it('ends with its owner: what is unused is expired, and what is used comes back expired', () => {
    const [unused, ordered] = [mine({ period: { from: now, until: later(10) } }), used()];
    for (const coupon of [unused, ordered]) coupon.end(later(5));
    expect(unused.state).toMatchObject({ status: 'EXPIRED', period: { from: now, until: later(5) } });
    expect(ordered.state).toMatchObject({ status: 'USED', orderId: 'order', period: { from: now, until: later(5) } });
    ordered.giveBack('order', later(5));
    expect(ordered.state.status).toBe('EXPIRED');
  });

  it('that is over keeps its period when its owner goes', () => {
    for (const coupon of [mine(), mine({ status: 'EXPIRED' }), used()]) {
      coupon.end(later(2 * HOUR));
      expect(coupon.state.period).toEqual({ from: now, until: later(HOUR) });
      expect(coupon.state.status).not.toBe('UNUSED');
    }
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
