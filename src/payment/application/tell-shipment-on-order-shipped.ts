import { On, Reaction } from '#platform/events';
import { OrderDesk } from '../../order/index.js';
import type { OrderShipped } from '../../order/events.js';
import { Payments } from '../domain/payments.js';
import { Rejections } from './rejections.js';
import { ShippingInformation } from './shipping-information.js';

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
    const contact = await this.orders.maskedContact(orderId);
    const goods = { transactionId, account, carrier, trackingNo, itemDescription, contact, shippedAt: at };
    const reason = await this.shipping.tell(goods);
    if (reason === null) return;
    const type = 'payment.shipping-information-refused';
    await this.rejections.keep({ type, key: `shipment-${paymentId}`, reason, attemptNo, transactionId });
  }
}
