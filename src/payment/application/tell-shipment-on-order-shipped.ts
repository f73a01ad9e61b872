import { On, Reaction } from '#platform/events';
import { OrderDesk } from '../../order/index.js';
import type { OrderShipped } from '../../order/events.js';
import { Payments } from '../domain/payments.js';
import { Rejections } from './rejections.js';
import { type ShippedGoods, ShippingInformation } from './shipping-information.js';

/** The provider wants to know whose goods they are; staff can still tell it by hand, so that it pays the merchant out. */
const PAYER_ERASED = 'payer-erased';

@On('order.shipped', { transaction: false })
export class TellShipmentOnOrderShipped extends Reaction<OrderShipped> {
  constructor(
    private readonly payments: Payments,
    private readonly orders: OrderDesk,
    private readonly shipping: ShippingInformation,
    private readonly rejections: Rejections,
  ) {
    super();
  }

  /** @throws WechatUnavailable, WechatLimitReached: to be tried again */
  async handle({ orderId, paymentId, carrier, trackingNo, itemDescription, at }: OrderShipped): Promise<void> {
    const { attemptNo, snapshot } = await this.payments.get(paymentId);
    const { transactionId, account } = snapshot;
    if (transactionId === null) throw new Error(`Payment ${paymentId} has paid for an order and has no transaction`);
    const goods = { transactionId, account, carrier, trackingNo, itemDescription, shippedAt: at };
    const reason = account === '' ? PAYER_ERASED : await this.tell(orderId, goods);
    if (reason === null) return;
    const type = 'payment.shipping-information-refused';
    await this.rejections.keep({ type, key: `shipment-${paymentId}`, reason, attemptNo, transactionId });
  }

  private async tell(orderId: string, goods: Omit<ShippedGoods, 'contact'>): Promise<string | null> {
    return this.shipping.tell({ ...goods, contact: await this.orders.maskedContact(orderId) });
  }
}
