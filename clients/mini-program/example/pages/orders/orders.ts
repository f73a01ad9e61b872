import type { Order, OrderStatus } from 'jishi-mini-program';
import { shop, showing } from '../../shop';
import { statusWords, yuan } from '../../words';

const tabs: readonly { status: OrderStatus | ''; words: string }[] = [
  { status: '', words: '全部' },
  ...(['CREATED', 'PAID', 'SHIPPED', 'REFUNDED'] as const).map((status) => ({ status, words: statusWords[status] })),
];

const cardOf = (order: Order) => ({
  id: order.id,
  status: order.status,
  items: order.items,
  words: statusWords[order.status],
  total: yuan(order.totalFen),
  at: order.createdAt.slice(0, 10),
  saved: order.discountFen > 0 ? `已优惠 ${yuan(order.discountFen)}` : '',
  parcel: order.shipment ? `${order.shipment.carrier} ${order.shipment.trackingNo}` : '',
  isPayable: order.status === 'CREATED',
  isReceivable: order.status === 'SHIPPED',
  isRefundable: ['PAID', 'SHIPPED'].includes(order.status) && order.refunds.length === 0,
  isRefunding: order.refunds.some(({ status }) => ['REQUESTED', 'APPROVED', 'PROCESSING'].includes(status)),
});

const idOf = ({ currentTarget }: WechatMiniprogram.BaseEvent) => String(currentTarget.dataset['id']);

const isSure = async (content: string) => (await wx.showModal({ title: '提示', content })).confirm;

Page({
  data: { tabs, status: '' as OrderStatus | '', cards: [] as ReturnType<typeof cardOf>[], isAtEnd: false },
  orders: shop.orders.all(),

  onShow() {
    return this.reload();
  },

  async onPullDownRefresh() {
    await this.reload();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.more();
  },

  tapTab({ currentTarget }: WechatMiniprogram.BaseEvent) {
    this.setData({ status: currentTarget.dataset['status'] as OrderStatus | '' });
    return this.reload();
  },

  reload() {
    const { status } = this.data;
    this.orders = shop.orders.all(status === '' ? {} : { status });
    this.setData({ cards: [], isAtEnd: false });
    return this.more();
  },

  more() {
    const orders = this.orders;
    return showing(async () => {
      if (orders.isAtEnd) return;
      const page = await orders.next();
      if (orders !== this.orders) return;
      this.setData({ cards: [...this.data.cards, ...page.map(cardOf)], isAtEnd: orders.isAtEnd });
    });
  },

  show(order: Order) {
    this.setData({ cards: this.data.cards.map((card) => (card.id === order.id ? cardOf(order) : card)) });
  },

  pay(event: WechatMiniprogram.BaseEvent) {
    return showing(async () => {
      const { outcome, order } = await shop.orders.pay(idOf(event));
      this.show(order);
      if (outcome !== 'cancelled')
        wx.showToast({ title: outcome === 'paid' ? '支付成功' : '支付未完成', icon: 'none' });
    });
  },

  cancel(event: WechatMiniprogram.BaseEvent) {
    return showing(async () => {
      if (await isSure('确定取消这笔订单？')) this.show(await shop.orders.cancel(idOf(event)));
    });
  },

  receive(event: WechatMiniprogram.BaseEvent) {
    return showing(async () => {
      if (await isSure('确认已收到商品？')) this.show(await shop.orders.confirmReceipt(idOf(event)));
    });
  },

  refund(event: WechatMiniprogram.BaseEvent) {
    return showing(async () => {
      if (!(await isSure('确定申请退款？'))) return;
      await shop.orders.refund(idOf(event), { reason: '不想要了' });
      this.show(await shop.orders.get(idOf(event)));
    });
  },
});
