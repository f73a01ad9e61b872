import { aTemplate, HOUR, later, now, someAnnouncement, someTerms } from '../testing/promotions.js';
import { CouponTemplate } from './coupon-template.js';
import {
  AllCouponsClaimed,
  ClaimsOutliveCoupons,
  CouponTemplateClosed,
  NameBlank,
  NotClaimableNow,
  PeriodEmpty,
  ShopperHasClaimedAll,
  TotalBelowClaimed,
} from './errors.js';

const DAY = 24 * HOUR;

describe('a coupon template', () => {
  it('is announced with nothing claimed', () => {
    const { state } = aTemplate({ name: ' 新人券 ' });
    const announced = { ...someAnnouncement, name: '新人券', id: expect.any(String) as string };
    expect(state).toEqual({ ...announced, claimed: 0, createdAt: now, closedAt: null, version: 1 });
  });

  it.each(['', ' ', '\u3000\n'])('has a name that is not blank (%j)', (name) => {
    expect(() => aTemplate({ name })).toThrow(NameBlank);
    expect(() => aTemplate().change({ name })).toThrow(NameBlank);
  });

  it('has no period that ends before it begins', () => {
    expect(() => aTemplate({ claimUntil: now })).toThrow(PeriodEmpty);
    expect(() => aTemplate({ validity: { type: 'fixed', from: now, until: now } })).toThrow(PeriodEmpty);
    expect(() => aTemplate().change({ claimFrom: later(DAY) })).toThrow(PeriodEmpty);
    aTemplate({ claimUntil: later(1), validity: { type: 'fixed', from: now, until: later(1) } });
  });

  it('is not claimed when its coupons have expired', () => {
    const validity = { type: 'fixed', from: now, until: later(DAY) } as const;
    expect(() => aTemplate({ validity, claimUntil: later(DAY + 1) })).toThrow(ClaimsOutliveCoupons);
    const template = aTemplate({ validity, claimUntil: later(DAY) });
    expect(() => template.change({ claimUntil: later(DAY + 1) })).toThrow(ClaimsOutliveCoupons);
    expect(() => template.change({ validity: { ...validity, until: later(DAY - 1) } })).toThrow(ClaimsOutliveCoupons);
    template.change({ claimUntil: later(DAY + 1), validity: { ...validity, until: later(DAY + 1) } });
  });

  it('is not claimed either where it was announced before that was a rule', () => {
    const validity = { type: 'fixed', from: now, until: later(HOUR) } as const;
    const template = CouponTemplate.restore({ ...aTemplate().state, validity });
    template.mustBeClaimable(later(HOUR - 1));
    expect(() => template.mustBeClaimable(later(HOUR))).toThrow(NotClaimableNow);
  });

  it('can be claimed from its first moment on and not at its last, as long as it is open', () => {
    const template = aTemplate();
    template.mustBeClaimable(now);
    template.mustBeClaimable(later(DAY - 1));
    expect(() => template.mustBeClaimable(later(-1))).toThrow(NotClaimableNow);
    expect(() => template.mustBeClaimable(later(DAY))).toThrow(NotClaimableNow);
    template.close(now);
    expect(() => template.mustBeClaimable(now)).toThrow(CouponTemplateClosed);
  });

  it('gives a coupon with the terms and for the time of that moment, and counts it, which is no change by staff', () => {
    const template = aTemplate({ shopperLimit: 3 });
    const before = template.state;
    const coupon = template.claim('c', { customerId: 'me', held: 2 }, later(5));
    expect(coupon.state).toEqual({
      id: 'c',
      templateId: before.id,
      customerId: 'me',
      no: 3,
      terms: someTerms,
      claimedAt: later(5),
      period: template.periodFrom(later(5)),
      status: 'UNUSED',
      orderId: null,
      usedAt: null,
    });
    expect(coupon.takeEvents().map(({ type }) => type)).toEqual(['coupon.claimed']);
    expect(template.state).toEqual({ ...before, claimed: 1 });
  });

  it('gives no more coupons than there are (7104)', () => {
    const template = aTemplate({ totalLimit: 2 });
    for (const customerId of ['a', 'b']) template.claim(customerId, { customerId, held: 0 }, now);
    expect(() => template.mustBeClaimable(now)).toThrow(AllCouponsClaimed);
    expect(() => template.claim('c', { customerId: 'c', held: 0 }, now)).toThrow(AllCouponsClaimed);
    expect(template.state.claimed).toBe(2);
  });

  it('gives one shopper no more than one may have (7105), and counts none that is refused', () => {
    const template = aTemplate({ shopperLimit: 2 });
    template.claim('c', { customerId: 'me', held: 1 }, now);
    for (const held of [2, 3]) {
      expect(() => template.claim('d', { customerId: 'me', held }, now)).toThrow(ShopperHasClaimedAll);
    }
    expect(template.state.claimed).toBe(1);
  });

  it('gives none out of its time or once it is closed, whatever is left', () => {
    const template = aTemplate();
    const claim = (at: number) => template.claim('c', { customerId: 'me', held: 0 }, later(at));
    expect(() => claim(-1)).toThrow(NotClaimableNow);
    expect(() => claim(DAY)).toThrow(NotClaimableNow);
    template.close(now);
    expect(() => claim(0)).toThrow(CouponTemplateClosed);
    expect(template.state.claimed).toBe(0);
  });

  it('gives coupons one period, or some days from the claim on', () => {
    const fixed = { type: 'fixed', from: later(HOUR), until: later(2 * DAY) } as const;
    expect(aTemplate({ validity: fixed }).periodFrom(now)).toEqual({ from: fixed.from, until: fixed.until });
    expect(aTemplate().periodFrom(later(5))).toEqual({ from: later(5), until: later(5 + 7 * DAY) });
  });

  it('changes what is named, leaves the rest and counts the change', () => {
    const template = aTemplate();
    const before = template.state;
    template.change({ name: '第二', totalLimit: 5 });
    expect(template.state).toEqual({ ...before, name: '第二', totalLimit: 5, version: 2 });
  });

  it('is never of fewer coupons than are claimed (7106)', () => {
    const template = CouponTemplate.restore({ ...aTemplate().state, claimed: 7 });
    template.change({ totalLimit: 7 });
    expect(() => template.change({ totalLimit: 6 })).toThrow(TotalBelowClaimed);
    expect(() => template.change({ totalLimit: 6 })).toThrow(
      expect.objectContaining({ facts: { claimed: 7 } }) as Error,
    );
    expect(template.state.totalLimit).toBe(7);
  });

  it('is closed once, and then stays as it is', () => {
    const template = aTemplate();
    template.close(later(1));
    template.close(later(2));
    expect(template.state).toMatchObject({ closedAt: later(1), version: 2 });
    expect(() => template.change({ name: '第二' })).toThrow(CouponTemplateClosed);
  });
});
