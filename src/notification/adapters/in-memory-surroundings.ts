import type { WechatAccounts } from '../../auth/index.js';
import type { OrderDesk, OrderSummary } from '../../order/index.js';
import { Messages, type OrderNews, type Topic } from '../application/messages.js';

/** Messages as they would be sent. */
export class InMemoryMessages extends Messages {
  readonly topics = new Set<Topic>(['order-paid', 'order-shipped', 'order-refunded']);
  readonly sent: { readonly account: string; readonly news: OrderNews }[] = [];
  failure: Error | null = null;

  areSentAbout(topic: Topic): boolean {
    return this.topics.has(topic);
  }

  async send(account: string, news: OrderNews): Promise<void> {
    if (this.failure) throw this.failure;
    this.sent.push({ account, news });
  }
}

/** What order and auth answer, as far as notification asks. */
export class InMemoryShop {
  readonly summaries = new Map<string, OrderSummary>();
  readonly accounts = new Map<string, string>();
  asked = 0;

  get desk(): OrderDesk {
    const summary = async (orderId: string) => {
      this.asked += 1;
      return this.summaries.get(orderId) ?? null;
    };
    return { summary } as unknown as OrderDesk;
  }

  get directory(): WechatAccounts {
    return { accountOf: async (userId) => this.accounts.get(userId) ?? null };
  }
}
