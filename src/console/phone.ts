import type { Database } from '#platform/database';
import { ANOTHER_WECHAT, NotPossible } from './refusals.js';
import type { WechatControl } from './wechat-control.js';

/** What somebody does in WeChat itself. */
export class Phone {
  constructor(
    private readonly wechat: WechatControl | null,
    private readonly database: Database,
  ) {}

  async login(user: string): Promise<{ code: string }> {
    const { code } = (await this.there.post('login', { user })) as { code: string };
    return { code };
  }

  async pay(asked: object): Promise<{ transactionId: string; outTradeNo: string }> {
    return (await this.there.post('pay', asked)) as { transactionId: string; outTradeNo: string };
  }

  async notify({ orderId, times }: { orderId: string; times: number }): Promise<{ id: string }> {
    const outTradeNo = await this.paidAs(orderId);
    return (await this.there.post('notifications', { outTradeNo, times })) as { id: string };
  }

  async receipt(orderId: string): Promise<object> {
    await this.there.post('orders/receipt', { outTradeNo: await this.paidAs(orderId) });
    return {};
  }

  private get there(): WechatControl {
    if (!this.wechat) throw new NotPossible(ANOTHER_WECHAT);
    return this.wechat;
  }

  /** WeChat may know more of a payment than the shop: the last attempt will do. */
  private async paidAs(orderId: string): Promise<string> {
    const [row] = await this.database.query(
      'SELECT attempt_no FROM payments WHERE order_id = ? ORDER BY transaction_id IS NULL, id DESC LIMIT 1',
      [orderId],
    );
    if (!row)
      throw new NotPossible({ zh: '这笔订单还没有发起过支付。', en: 'Nobody has begun to pay for this order.' });
    return String(row['attempt_no']);
  }
}
