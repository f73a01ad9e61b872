import type { Product } from 'jishi-mini-program';
import { shop, showing } from '../../shop';
import { yuan } from '../../words';

const cardOf = ({ id, name, imageUrl, priceFen, skus }: Product) => ({
  id,
  name,
  imageUrl,
  price: yuan(priceFen),
  isSoldOut: skus.every(({ available }) => available === 0),
});

Page({
  data: { q: '', cards: [] as ReturnType<typeof cardOf>[], isAtEnd: false },
  products: shop.products.all(),

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

  search({ detail }: WechatMiniprogram.Input) {
    this.setData({ q: detail.value });
    return this.reload();
  },

  reload() {
    this.products = shop.products.all({ q: this.data.q });
    this.setData({ cards: [], isAtEnd: false });
    return this.more();
  },

  /** Answers of a list that was replaced meanwhile are not shown. */
  more() {
    const products = this.products;
    return showing(async () => {
      if (products.isAtEnd) return;
      const page = await products.next();
      if (products !== this.products) return;
      this.setData({ cards: [...this.data.cards, ...page.map(cardOf)], isAtEnd: products.isAtEnd });
    });
  },

  openCoupons() {
    wx.navigateTo({ url: '/pages/coupons/coupons' });
  },

  open({ currentTarget }: WechatMiniprogram.BaseEvent) {
    wx.navigateTo({ url: `/pages/product/product?id=${String(currentTarget.dataset['id'])}` });
  },
});
