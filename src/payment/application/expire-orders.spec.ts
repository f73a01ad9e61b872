import type { Config } from '#platform/config';
import { PaymentRig } from '../testing/payment-rig.js';
import { ExpireOrders } from './expire-orders.js';

const config = { backgroundJobs: true } as Config;

describe('[I4] an order whose time to pay is over', () => {
  let shop: PaymentRig;
  let job: ExpireOrders;
  const expired = async (seconds: number) => {
    shop.clock.advance(shop.order.expiresAt.getTime() + seconds * 1000 - shop.clock.now().getTime());
    await job.run();
    return shop.order.cancelled;
  };

  beforeEach(() => {
    shop = new PaymentRig();
    job = new ExpireOrders(shop.order, shop.payments, shop.close, shop.clock, config);
  });

  it('is left alone before', async () => {
    expect(await expired(-1)).toBe(false);
  });

  it('is cancelled at once when nobody began to pay', async () => {
    expect(await expired(0)).toBe(true);
    expect(shop.gateway.calls).toEqual([]);
  });

  it('is cancelled once the provider takes no more money for it', async () => {
    await shop.startPayment();
    expect(await expired(0)).toBe(true);
    expect(await shop.statuses()).toEqual(['closed']);
  });

  it('is never cancelled when the money has come: it is paid', async () => {
    await shop.startPayment();
    shop.gateway.pay((await shop.attempt()).attemptNo);
    expect(await expired(0)).toBe(false);
    expect(await shop.statuses()).toEqual(['succeeded']);
    expect(shop.payments.published).toHaveLength(1);
    expect(await expired(3600)).toBe(false);
  });

  it('waits while nobody can tell whether it is paid, for 40 s and no longer', async () => {
    await shop.startPayment();
    shop.gateway.silent = true;
    expect(await expired(0)).toBe(false);
    expect(await expired(39)).toBe(false);
    expect(await expired(40)).toBe(true);
    expect(await shop.statuses()).toEqual(['prepared']);
  });

  it('waits as long for money that does not fit, which staff see', async () => {
    await shop.startPayment();
    shop.gateway.pay((await shop.attempt()).attemptNo, { amountFen: 1 });
    expect(await expired(39)).toBe(false);
    expect(await expired(40)).toBe(true);
    expect(await shop.statuses()).toEqual(['prepared']);
    expect(shop.payments.published).toEqual([]);
  });
});
