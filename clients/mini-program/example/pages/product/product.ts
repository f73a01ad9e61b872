import { type Address, Codes, isShopError, type Product, type Sku } from 'jishi-mini-program';
import { shop, showing } from '../../shop';
import { yuan } from '../../words';

Page({
  data: {
    product: null as Product | null,
    sku: null as Sku | null,
    quantity: 1,
    total: '',
    address: null as Address | null,
    isBuying: false,
  },

  onLoad({ id = '' }: { id?: string }) {
    return showing(async () => {
      const product = await shop.products.get(id);
      wx.setNavigationBarTitle({ title: product.name });
      this.setData({ product });
      this.choose(product.skus.find(({ available }) => available > 0) ?? product.skus[0] ?? null);
      const addresses = await shop.addresses.list();
      this.setData({ address: addresses.find(({ isDefault }) => isDefault) ?? null });
    });
  },

  choose(sku: Sku | null, quantity = 1) {
    this.setData({ sku, quantity, total: sku ? yuan(sku.priceFen * quantity) : '' });
  },

  tapSku({ currentTarget }: WechatMiniprogram.BaseEvent) {
    const skus = this.data.product ? this.data.product.skus : [];
    this.choose(skus.find(({ id }) => id === currentTarget.dataset['id']) ?? null);
  },

  step({ currentTarget }: WechatMiniprogram.BaseEvent) {
    const { sku, quantity } = this.data;
    const wanted = quantity + Number(currentTarget.dataset['by']);
    if (sku && wanted >= 1 && wanted <= sku.available) this.choose(sku, wanted);
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

  async buy() {
    const { sku, quantity, address } = this.data;
    if (!sku || this.data.isBuying) return;
    this.setData({ isBuying: true });
    const wish = { items: [{ skuId: sku.id, quantity }], addressId: address ? address.id : null };
    await showing(() => this.placeAndPay(wish, sku.priceFen * quantity));
    this.setData({ isBuying: false });
  },

  async placeAndPay(wish: { items: { skuId: string; quantity: number }[]; addressId: string | null }, seenFen: number) {
    const order = await shop.orders.place({ ...wish, expectedTotalFen: seenFen }).catch(async (error: unknown) => {
      if (!isShopError(error) || !error.is(Codes.PriceChanged)) throw error;
      const { totalFen } = error.data;
      const content = `订单总价为 ${yuan(totalFen)}（含运费），是否继续？`;
      const { confirm } = await wx.showModal({ title: '价格已变动', content });
      return confirm ? shop.orders.place({ ...wish, expectedTotalFen: totalFen }) : null;
    });
    if (!order) return;
    const { outcome } = await shop.orders.pay(order.id);
    const words = { paid: '支付成功', cancelled: '已取消支付', failed: '支付失败', unknown: '支付结果确认中' };
    wx.showToast({ title: words[outcome], icon: outcome === 'paid' ? 'success' : 'none' });
    wx.switchTab({ url: '/pages/orders/orders' });
  },
});
