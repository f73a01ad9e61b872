import { WechatUnavailable } from '#platform/wechat-errors';
import { PaymentRig, NoSuchOrder, ORDER } from '../testing/payment-rig.js';

describe('syncing a payment', () => {
  let shop: PaymentRig;
  beforeEach(async () => {
    shop = new PaymentRig();
  });

  it('is refused for another customer’s order', async () => {
    await expect(shop.sync.execute({ ...ORDER, customerId: 'somebody' })).rejects.toThrow(NoSuchOrder);
  });

  it('answers an order nobody tried to pay for as it is', async () => {
    expect(await shop.syncPayment()).toMatchObject({ status: 'CREATED' });
    expect(shop.gateway.calls).toEqual([]);
  });

  it('confirms what was paid, and the order is paid when it answers', async () => {
    await shop.startPayment();
    shop.gateway.pay((await shop.attempt()).attemptNo);
    expect(await shop.syncPayment()).toMatchObject({ status: 'PAID' });
    expect(shop.payments.published).toHaveLength(1);
  });

  it('waits for the order when the money is known and the order has not heard yet', async () => {
    await shop.startPayment();
    const receipt = shop.gateway.pay((await shop.attempt()).attemptNo);
    await shop.confirm.execute({ receipt, key: 'N1' });
    const events = shop.payments.published.splice(0);
    setTimeout(() => shop.payments.published.push(...events), 80);
    expect(await shop.syncPayment()).toMatchObject({ status: 'PAID' });
  });

  it('leaves an attempt open that is not paid yet', async () => {
    await shop.startPayment();
    expect(await shop.syncPayment()).toMatchObject({ status: 'CREATED' });
    expect(await shop.statuses()).toEqual(['prepared']);
  });

  it('closes an attempt that the provider has closed', async () => {
    await shop.startPayment();
    await shop.gateway.close((await shop.attempt()).attemptNo);
    expect(await shop.syncPayment()).toMatchObject({ status: 'CREATED' });
    expect(await shop.statuses()).toEqual(['closed']);
  });

  it('[P20] never takes unknown for paid or closed', async () => {
    await shop.startPayment();
    shop.gateway.pay((await shop.attempt()).attemptNo);
    shop.gateway.silent = true;
    await expect(shop.syncPayment()).rejects.toThrow(WechatUnavailable);
    expect(await shop.statuses()).toEqual(['prepared']);
    expect(shop.payments.published).toEqual([]);
  });

  it('answers an order that no longer waits for money although the provider is silent', async () => {
    await shop.startPayment();
    shop.order.cancelled = true;
    shop.gateway.silent = true;
    expect(await shop.syncPayment()).toMatchObject({ status: 'CANCELLED' });
  });
});
