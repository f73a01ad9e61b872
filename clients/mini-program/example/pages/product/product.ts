import type { Address, Product, Sku } from 'jishi-mini-program';
import { payAndSee, placeAsSeen, type Priced, priceOf } from '../../checkout';
import { shop, showing } from '../../shop';
import { yuan } from '../../words';

Page({
  data: {
    product: null as Product | null,
    sku: null as Sku | null,
    quantity: 1,
    total: '',
    coupon: '',
    address: null as Address | null,
    isBuying: false,
  },
  priced: null as Priced | null,
  choices: 0,

  onLoad({ id = '' }: { id?: string }) {
    return showing(async () => {
      const product = await shop.products.get(id);
      wx.setNavigationBarTitle({ title: product.name });
      this.setData({ product });
      await this.choose(product.skus.find(({ available }) => available > 0) ?? product.skus[0] ?? null);
      const addresses = await shop.addresses.list();
      this.setData({ address: addresses.find(({ isDefault }) => isDefault) ?? null });
    });
  },

  /** Shows the price at once, and soon what it costs with the best coupon, a flash price and the freight. */
  choose(sku: Sku | null, quantity = 1) {
    const choice = (this.choices += 1);
    this.priced = null;
    this.setData({ sku, quantity, coupon: '', total: sku ? yuan(sku.priceFen * quantity) : '' });
    return showing(async () => {
      const priced = sku ? await priceOf([{ skuId: sku.id, quantity }]) : null;
      if (choice !== this.choices || !priced) return;
      this.priced = priced;
      const { quote, coupon } = priced;
      this.setData({ total: yuan(quote.totalFen), coupon: coupon ? `${coupon.name} −${yuan(coupon.offFen)}` : '' });
    });
  },

  tapSku({ currentTarget }: WechatMiniprogram.BaseEvent) {
    const skus = this.data.product ? this.data.product.skus : [];
    return this.choose(skus.find(({ id }) => id === currentTarget.dataset['id']) ?? null);
  },

  step({ currentTarget }: WechatMiniprogram.BaseEvent) {
    const { sku, quantity } = this.data;
    const wanted = quantity + Number(currentTarget.dataset['by']);
    return sku && wanted >= 1 && wanted <= sku.available ? this.choose(sku, wanted) : undefined;
  },

  async chooseAddress() {
    const chosen = await wx.chooseAddress().catch(() => null);
    if (!chosen) return;
    await showing(async () => {
      const { userName: recipient, telNumber: phone, postalCode } = chosen;
      const { provinceName: province, cityName: city, countyName: district, detailInfo: detail } = chosen;
      const where = { recipient, phone, province, city, district, detail, postalCode, isDefault: true };
      this.setData({ address: await shop.addresses.add(where) });
    });
  },

  addToCart() {
    const { sku, quantity } = this.data;
    return showing(async () => {
      if (!sku) return;
      await shop.cart.add(sku.id, quantity);
      wx.showToast({ title: '已加入购物车', icon: 'success' });
    });
  },

  openCart() {
    wx.switchTab({ url: '/pages/cart/cart' });
  },

  async buy() {
    const { sku } = this.data;
    if (!sku || this.data.isBuying) return;
    this.setData({ isBuying: true });
    await showing(() => this.placeAndPay(sku));
    this.setData({ isBuying: false });
  },

  async placeAndPay(sku: Sku) {
    const { quantity, address } = this.data;
    const { quote, coupon } = this.priced || (await priceOf([{ skuId: sku.id, quantity }]));
    const wish = {
      items: [{ skuId: sku.id, quantity }],
      addressId: address ? address.id : null,
      couponId: coupon ? coupon.id : null,
      expectedTotalFen: quote.totalFen,
    };
    const order = await placeAsSeen(wish, (seen) => shop.orders.place(seen));
    if (order) await payAndSee(order);
  },
});
