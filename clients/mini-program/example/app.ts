import { shop, showing } from './shop';

App({
  /** An order whose answer was lost, by a dead battery say, goes on now: with its key, so that it is placed once. */
  onShow() {
    void showing(async () => {
      for (const resumed of await shop.orders.resume()) {
        if (resumed.outcome === 'unanswered') continue;
        const title = resumed.outcome === 'refused' ? resumed.error.message : '您有一笔订单的结果已更新';
        wx.showToast({ title, icon: 'none' });
      }
    });
  },
});
