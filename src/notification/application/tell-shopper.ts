import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { mayWorkLater } from '#platform/wechat-errors';
import { WechatAccounts } from '../../auth/index.js';
import { OrderDesk } from '../../order/index.js';
import { Messages, type OrderNews } from './messages.js';

/** Milliseconds. While a message is tried again, later events of its order wait: it is not worth more than that. */
const WORTH_TRYING = 60_000;

export type TellShopperCommand = Pick<OrderNews, 'topic' | 'orderId' | 'at' | 'shipment'>;

/**
 * Tells a shopper what became of their order, if the shop sends such messages. It is at most news: a crash at the wrong
 * moment sends it twice, and what cannot be sent for a minute is not sent.
 */
@Injectable()
export class TellShopper {
  private readonly log = new Logger(TellShopper.name);

  constructor(
    private readonly orders: OrderDesk,
    private readonly accounts: WechatAccounts,
    private readonly messages: Messages,
    private readonly clock: Clock,
  ) {}

  /** @throws WechatUnavailable, WechatLimitReached: to be tried again */
  async execute(command: TellShopperCommand): Promise<void> {
    if (!this.messages.areSentAbout(command.topic)) return;
    const order = await this.orders.summary(command.orderId);
    const account = order && (await this.accounts.accountOf(order.customerId));
    if (!order || account === null) return;
    try {
      await this.messages.send(account, { ...command, products: order.products, totalFen: order.totalFen });
    } catch (error) {
      this.letGo(error, command);
    }
  }

  private letGo(error: unknown, { topic, orderId, at }: TellShopperCommand): void {
    if (!mayWorkLater(error) || this.clock.now().getTime() - at.getTime() < WORTH_TRYING) throw error;
    this.log.warn({ topic, orderId }, 'WeChat did not take the message in time: it is not sent');
  }
}
