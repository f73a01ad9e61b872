import { shop, showing } from './shop';

const words = {
  order: '您有一笔订单的结果已更新',
  refund: '您有一笔退款的结果已更新',
  coupon: '您有一张优惠券的结果已更新',
  cart: '购物车已更新',
};

App({
  /** An order or a coupon whose answer was lost, by a dead battery say, goes on now: with its key, so that it is there once. */
  onShow() {
    void showing(async () => {
      for (const resumed of await shop.orders.resume()) {
        if (resumed.outcome === 'unanswered') continue;
        const title = resumed.outcome === 'refused' ? resumed.error.message : words[resumed.what];
        wx.showToast({ title, icon: 'none' });
      }
    });
  },
});
