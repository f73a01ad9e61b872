import { Injectable, Logger } from '@nestjs/common';
import { Config, type MessageTemplate } from '#platform/config';
import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import {
  MiniProgramClient,
  NotSubscribed,
  WechatBusy,
  WechatError,
  WechatQuotaReached,
  WechatUnreachable,
} from '#wechat';
import { Messages, type OrderNews, type Topic } from '../application/messages.js';
import { factsOf } from './message-facts.js';

/** Sends WeChat's subscribe messages, by the templates an operator configured. */
@Injectable()
export class WechatMessages extends Messages {
  private readonly log = new Logger(WechatMessages.name);
  private readonly templates: Readonly<Record<Topic, MessageTemplate | null>>;
  /** In production a tap opens the released mini program, elsewhere the one under development. */
  private readonly opens: 'formal' | 'developer';

  constructor(
    private readonly miniProgram: MiniProgramClient,
    { environment, miniProgram: { templates } }: Config,
  ) {
    super();
    this.opens = environment === 'production' ? 'formal' : 'developer';
    this.templates = {
      'order-paid': templates.orderPaid,
      'order-shipped': templates.orderShipped,
      'order-refunded': templates.orderRefunded,
    };
  }

  areSentAbout(topic: Topic): boolean {
    return this.templates[topic] !== null;
  }

  async send(account: string, news: OrderNews): Promise<void> {
    const template = this.templates[news.topic];
    if (!template) return;
    const facts = factsOf(news);
    const values = Object.fromEntries(template.fields.map(({ field, fact }) => [field, facts[fact] ?? '']));
    const page = template.page === null ? null : `${template.page}?id=${news.orderId}`;
    try {
      await this.miniProgram.sendSubscribeMessage({
        openid: account,
        templateId: template.id,
        values,
        page,
        opens: this.opens,
      });
    } catch (error) {
      if (!(error instanceof WechatError)) throw error;
      this.settle(error, news);
    }
  }

  private settle(error: WechatError, { topic, orderId }: OrderNews): void {
    if (error instanceof WechatQuotaReached) throw new WechatLimitReached(error.retryAfterSeconds);
    if (error instanceof WechatUnreachable || error instanceof WechatBusy) {
      throw new WechatUnavailable(error.retryAfterSeconds);
    }
    const about = { topic, orderId };
    if (error instanceof NotSubscribed) this.log.log(about, 'The shopper has not asked for this message');
    else this.log.error({ ...about, why: error.message }, 'WeChat will never take this message: see to the template');
  }
}
