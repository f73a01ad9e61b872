import type { Config } from '#platform/config';
import { PaymentRig } from '../testing/payment-rig.js';
import { CheckOpenAttempts } from './check-open-attempts.js';

describe('[P21] a payment whose notification got lost', () => {
  let shop: PaymentRig;
  let job: CheckOpenAttempts;
  const after = async (seconds: number) => {
    shop.clock.advance(seconds * 1000);
    await job.run();
    return shop.gateway.calls.filter((call) => call === 'ask').length;
  };

  beforeEach(async () => {
    shop = new PaymentRig();
    job = new CheckOpenAttempts(shop.payments, shop.settle, shop.close, shop.clock, { backgroundJobs: true } as Config);
    await shop.startPayment();
  });

  it('is asked for along the schedule on which WeChat would tell of it', async () => {
    expect(await after(14)).toBe(0);
    expect(await after(1)).toBe(1);
    expect(await after(14)).toBe(1);
    expect(await after(1)).toBe(2);
    expect(await after(30)).toBe(3);
    expect(await after(179)).toBe(3);
    expect(await after(1)).toBe(4);
  });

  it('is found, once, and not asked for again', async () => {
    shop.gateway.pay((await shop.attempt()).attemptNo);
    await after(15);
    expect(await shop.statuses()).toEqual(['succeeded']);
    expect(shop.payments.published).toHaveLength(1);
    expect(await after(86_400)).toBe(1);
  });

  it('stays open while the provider is silent', async () => {
    shop.gateway.silent = true;
    await after(15);
    expect(await shop.statuses()).toEqual(['prepared']);
  });

  it('is closed when it was left open and can no longer be paid, and then not asked for again', async () => {
    await after(3_600);
    expect(await shop.statuses()).toEqual(['prepared']);
    await after(7_200);
    expect(await shop.statuses()).toEqual(['closed']);
    const asked = await after(86_400);
    expect(await after(86_400)).toBe(asked);
  });
});
