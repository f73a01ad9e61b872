import type { ClaimableCoupon, Coupon } from 'jishi-mini-program';
import { shop, showing } from '../../shop';
import { benefitWords, couponStatusWords, day, termsWords } from '../../words';

const offerOf = (one: ClaimableCoupon) => ({
  id: one.id,
  name: one.name,
  benefit: benefitWords(one),
  terms: termsWords(one),
  until: one.validity.type === 'days' ? `领取后 ${one.validity.days} 天内有效` : `有效期至 ${day(one.validity.until)}`,
  left: one.left,
  isTaken: one.mine >= one.shopperLimit,
});

const cardOf = (one: Coupon) => ({
  id: one.id,
  name: one.name,
  benefit: benefitWords(one),
  terms: termsWords(one),
  until: `有效期至 ${day(one.validUntil)}`,
  words: couponStatusWords[one.status],
  isUsable: one.status === 'UNUSED',
});

Page({
  data: {
    offers: [] as ReturnType<typeof offerOf>[],
    cards: [] as ReturnType<typeof cardOf>[],
    isRead: false,
    isAtEnd: false,
  },
  coupons: shop.coupons.all(),

  onLoad() {
    return this.reload();
  },

  async onPullDownRefresh() {
    await this.reload();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.more();
  },

  reload() {
    return showing(async () => {
      const offers: ReturnType<typeof offerOf>[] = [];
      for await (const one of shop.coupons.claimable()) offers.push(offerOf(one));
      const coupons = shop.coupons.all();
      const page = await coupons.next();
      this.coupons = coupons;
      this.setData({ offers, cards: page.map(cardOf), isRead: true, isAtEnd: coupons.isAtEnd });
    });
  },

  /** Answers of a list that was replaced meanwhile are not shown. */
  more() {
    const coupons = this.coupons;
    return showing(async () => {
      if (coupons.isAtEnd) return;
      const page = await coupons.next();
      if (coupons !== this.coupons) return;
      this.setData({ cards: [...this.data.cards, ...page.map(cardOf)], isAtEnd: coupons.isAtEnd });
    });
  },

  /** Tapped twice it is claimed once: the client sees to that. */
  async claim({ currentTarget }: WechatMiniprogram.BaseEvent) {
    await showing(async () => {
      await shop.coupons.claim(String(currentTarget.dataset['id']));
      wx.showToast({ title: '领取成功', icon: 'success' });
    });
    // Also after a refusal: it may be that the last one has just gone.
    await this.reload();
  },
});
