import type { Address, Cart, CartLine, OrderQuote } from 'jishi-mini-program';
import { type Offer, payAndSee, placeAsSeen, type Priced, priceOf } from '../../checkout';
import { shop, showing } from '../../shop';
import { priceWords, stateWords, yuan } from '../../words';

/** WeChat's list of choices has six places, and one is for none. */
const MOST_OFFERS = 5;

const cardOf = (line: CartLine) => ({
  skuId: line.skuId,
  productId: line.productId,
  imageUrl: line.imageUrl,
  quantity: line.quantity,
  selected: line.selected,
  name: line.productName === null ? '已删除的商品' : line.productName,
  sku: line.skuName === null ? '' : line.skuName,
  price: line.priceFen === null ? '' : yuan(line.priceFen),
  state: stateWords(line),
  change: priceWords(line),
});

/** What of the cart is to be ordered: what is selected, and can be. */
const chosenOf = ({ lines }: Cart) => lines.filter(({ selected, state }) => selected && state === 'orderable');

const billOf = ({ totalFen, discountFen, freightFen }: OrderQuote) => ({
  total: yuan(totalFen),
  discount: discountFen > 0 ? yuan(discountFen) : '',
  freight: freightFen > 0 ? yuan(freightFen) : '',
});

const offerWords = ({ name, offFen }: Offer) => `${name} −${yuan(offFen)}`;

const skuOf = ({ currentTarget }: WechatMiniprogram.BaseEvent) => String(currentTarget.dataset['id']);

Page({
  data: {
    cards: [] as ReturnType<typeof cardOf>[],
    isRead: false,
    isAllSelected: false,
    bill: null as ReturnType<typeof billOf> | null,
    coupon: '',
    address: null as Address | null,
    isOrdering: false,
  },
  cart: null as Cart | null,
  priced: null as Priced | null,
  /** Id of the coupon to use; null: none; undefined: the best that fits. */
  wanted: undefined as string | null | undefined,
  reads: 0,
  /** Changes are sent one after another, as they were tapped. */
  last: Promise.resolve(),
  waiting: 0,

  onShow() {
    return showing(async () => {
      await this.read();
      const addresses = await shop.addresses.list();
      this.setData({ address: addresses.find(({ isDefault }) => isDefault) || null });
    });
  },

  async onPullDownRefresh() {
    await showing(() => this.read());
    wx.stopPullDownRefresh();
  },

  async read() {
    await this.show(await shop.cart.get());
  },

  async show(cart: Cart) {
    this.cart = cart;
    const isAllSelected = cart.lines.length > 0 && cart.lines.every(({ selected }) => selected);
    this.setData({ cards: cart.lines.map(cardOf), isRead: true, isAllSelected });
    await this.price(cart);
  },

  /** What it would cost now; of several answers that of the newest cart is shown. */
  async price(cart: Cart) {
    const read = (this.reads += 1);
    const items = chosenOf(cart).map(({ skuId, quantity }) => ({ skuId, quantity }));
    const priced = items.length > 0 ? await priceOf(items, this.wanted) : null;
    if (read !== this.reads) return;
    this.priced = priced;
    const none = priced && priced.coupons.length > 0 ? '不使用优惠券' : '无可用优惠券';
    const coupon = priced && priced.coupon ? offerWords(priced.coupon) : none;
    this.setData({ coupon, bill: priced && billOf(priced.quote) });
  },

  change(work: () => Promise<Cart>) {
    this.waiting += 1;
    const mine = this.last.then(async () => {
      try {
        const cart = await work();
        // What is tapped and on its way is not to be shown as it was before.
        if (this.waiting === 1) await this.show(cart);
      } catch (error) {
        await this.read().catch(() => undefined);
        throw error;
      } finally {
        this.waiting -= 1;
      }
    });
    this.last = mine.catch(() => undefined);
    return showing(() => mine);
  },

  tapSelect(event: WechatMiniprogram.BaseEvent) {
    const skuId = skuOf(event);
    const selected = !this.data.cards.some((card) => card.skuId === skuId && card.selected);
    return this.change(() => shop.cart.change(skuId, { selected }));
  },

  tapSelectAll() {
    const selected = !this.data.isAllSelected;
    return this.change(() => shop.cart.select(selected));
  },

  /** The number is seen at once; what it costs comes with the answer. */
  step(event: WechatMiniprogram.BaseEvent) {
    const skuId = skuOf(event);
    const card = this.data.cards.find((one) => one.skuId === skuId);
    const quantity = (card ? card.quantity : 0) + Number(event.currentTarget.dataset['by']);
    if (!card || quantity < 1) return undefined;
    this.setData({ cards: this.data.cards.map((one) => (one === card ? { ...one, quantity } : one)) });
    return this.change(() => shop.cart.change(skuId, { quantity }));
  },

  async remove(event: WechatMiniprogram.BaseEvent) {
    const skuId = skuOf(event);
    const { confirm } = await wx.showModal({ title: '提示', content: '确定移除这件商品？' });
    if (confirm) await this.change(() => shop.cart.remove(skuId).then(() => shop.cart.get()));
  },

  async chooseCoupon() {
    const offers = this.priced ? this.priced.coupons.slice(0, MOST_OFFERS) : [];
    if (offers.length === 0) return this.openCoupons();
    const itemList = [...offers.map(offerWords), '不使用优惠券'];
    const picked = await wx.showActionSheet({ itemList }).catch(() => null);
    if (!picked) return;
    const offer = offers[picked.tapIndex];
    this.wanted = offer ? offer.id : null;
    await showing(async () => {
      if (this.cart) await this.price(this.cart);
    });
  },

  open({ currentTarget }: WechatMiniprogram.BaseEvent) {
    const id: unknown = currentTarget.dataset['product'];
    if (typeof id === 'string') wx.navigateTo({ url: `/pages/product/product?id=${id}` });
  },

  openCoupons() {
    wx.navigateTo({ url: '/pages/coupons/coupons' });
  },

  look() {
    wx.switchTab({ url: '/pages/home/home' });
  },

  async order() {
    const { cart, priced } = this;
    // What is tapped and on its way would change what is ordered.
    if (!cart || !priced || this.data.isOrdering || this.waiting > 0) return;
    this.setData({ isOrdering: true });
    await showing(() => this.placeAndPay(cart, priced));
    this.setData({ isOrdering: false });
  },

  async placeAndPay(cart: Cart, { quote, coupon }: Priced) {
    const { address } = this.data;
    const wish = {
      skuIds: chosenOf(cart).map(({ skuId }) => skuId),
      addressId: address ? address.id : null,
      couponId: coupon ? coupon.id : null,
      expectedTotalFen: quote.totalFen,
    };
    const order = await placeAsSeen(wish, (seen) => shop.cart.order(seen)).catch(async (error: unknown) => {
      // Something is gone, or a coupon is used up: the cart says what.
      await this.read().catch(() => undefined);
      throw error;
    });
    if (order) await payAndSee(order);
  },
});
