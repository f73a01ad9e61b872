import * as errors from './errors.js';

describe("promotion's errors", () => {
  const all = [
    new errors.CouponTemplateNotFound(),
    new errors.CouponTemplateClosed(),
    new errors.NotClaimableNow(),
    new errors.AllCouponsClaimed(),
    new errors.ShopperHasClaimedAll(),
    new errors.TotalBelowClaimed(1),
    new errors.CouponNotFound(),
    new errors.CouponUsed(),
    new errors.CouponExpired(),
    new errors.CouponNotStarted(new Date(0)),
    new errors.ThresholdNotMet(2, 1),
    new errors.CouponDoesNotFit(),
    new errors.FlashPriceNotFound(),
    new errors.FlashPriceTooHigh(1),
  ];

  it('each have a code of their own', () => {
    expect(all.map(({ code }) => code)).toEqual(all.map((_, at) => 7101 + at));
  });

  it('are not found or in conflict with how things are', () => {
    const missing = all.filter(({ description }) => description.kind === 'not-found').map(({ code }) => code);
    expect(missing).toEqual([7101, 7107, 7113]);
    expect(all.filter(({ description }) => description.kind === 'conflict')).toHaveLength(all.length - missing.length);
  });

  it('speak Chinese and English', () => {
    for (const { description } of [
      ...all,
      new errors.SkuNotFound('s'),
      new errors.PeriodEmpty('endsAt'),
      new errors.ClaimsOutliveCoupons(),
      new errors.NameBlank(),
    ]) {
      expect(description.zh).toMatch(/\p{Script=Han}/u);
      expect(description.en).toMatch(/^[A-Z]/);
    }
  });

  it('tell what a client needs to go on', () => {
    expect(all.flatMap(({ facts }) => facts ?? [])).toEqual([
      { claimed: 1 },
      { validFrom: '1970-01-01T00:00:00.000Z' },
      { thresholdFen: 2, goodsFen: 1 },
      { priceFen: 1 },
    ]);
    const missing = new errors.SkuNotFound('s');
    expect(missing).toMatchObject({ code: 2002, description: { kind: 'not-found' }, facts: { skuId: 's' } });
    for (const { description } of [
      new errors.PeriodEmpty('endsAt'),
      new errors.ClaimsOutliveCoupons(),
      new errors.NameBlank(),
    ]) {
      expect(description).toMatchObject({ code: 400, kind: 'invalid' });
    }
  });
});
