import { WechatUnavailable } from '#platform/wechat-errors';
import { PaymentRig, ORDER } from '../testing/payment-rig.js';
import { type ShippedGoods, ShippingInformation } from './shipping-information.js';
import { TellShipmentOnOrderShipped } from './tell-shipment-on-order-shipped.js';

class ToldProvider extends ShippingInformation {
  readonly told: ShippedGoods[] = [];
  refusal: string | null = null;
  silent = false;

  async tell(goods: ShippedGoods): Promise<string | null> {
    if (this.silent) throw new WechatUnavailable();
    this.told.push(goods);
    return this.refusal;
  }
}

describe('goods on their way', () => {
  let shop: PaymentRig;
  let provider: ToldProvider;
  let paymentId: string;
  const at = new Date('2026-01-02T03:04:05.678Z');
  const ship = () =>
    new TellShipmentOnOrderShipped(shop.payments, shop.order, provider, shop.rejections).handle({
      type: 'order.shipped',
      orderId: ORDER.orderId,
      paymentId,
      carrier: '顺丰',
      trackingNo: 'SF1',
      itemDescription: '龙井茶',
      at,
    });

  beforeEach(async () => {
    shop = new PaymentRig();
    provider = new ToldProvider();
    await shop.startPayment();
    const { id, attemptNo } = await shop.attempt();
    paymentId = id;
    await shop.confirm.execute({ receipt: shop.gateway.pay(attemptNo, { transactionId: 'T1' }), key: 'N1' });
  });

  it('are told of with the same facts however often', async () => {
    await ship();
    await ship();
    const goods = { carrier: '顺丰', trackingNo: 'SF1', itemDescription: '龙井茶', contact: '138****8000' };
    const told = { transactionId: 'T1', account: 'payer', ...goods, shippedAt: at };
    expect(provider.told).toEqual([told, told]);
    expect(shop.rejections.kept.size).toBe(0);
  });

  it('wait for staff, once, when the provider will never take them', async () => {
    provider.refusal = 'refused-10060004';
    await ship();
    await ship();
    expect([...shop.rejections.kept.values()]).toMatchObject([
      { type: 'payment.shipping-information-refused', reason: 'refused-10060004', transactionId: 'T1' },
    ]);
  });

  it('wait for staff, once, when the payer was erased before the provider could be told', async () => {
    await shop.payments.change(paymentId, (payment) => payment.forgetPayer());
    await ship();
    await ship();
    expect(provider.told).toEqual([]);
    expect([...shop.rejections.kept.values()]).toEqual([
      expect.objectContaining({ type: 'payment.shipping-information-refused', reason: 'payer-erased' }),
    ]);
  });

  it('are tried again while the provider is silent', async () => {
    provider.silent = true;
    await expect(ship()).rejects.toMatchObject({ code: 6001 });
  });
});
