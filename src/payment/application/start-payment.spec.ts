import { Logger } from '@nestjs/common';
import { WechatUnavailable } from '#platform/wechat-errors';
import { PaymentRig, NoSuchOrder, NotPayable, ORDER } from '../testing/payment-rig.js';
import { AlreadyPaid } from '../domain/errors.js';

const MINUTE = 60_000;

describe('starting a payment', () => {
  let shop: PaymentRig;
  beforeEach(() => {
    shop = new PaymentRig();
  });

  it('prepares it at the provider and hands out signed arguments', async () => {
    const answer = await shop.startPayment();
    const { attemptNo, status, snapshot } = await shop.attempt();
    expect(answer).toMatchObject({ package: `handle of ${attemptNo}`, signType: 'RSA' });
    expect(status).toBe('prepared');
    expect(shop.gateway.attempts.get(attemptNo)?.request).toEqual({
      attemptNo,
      orderId: ORDER.orderId,
      description: 'socks',
      amountFen: 1999,
      account: 'payer',
      expiresAt: snapshot.expiresAt,
    });
  });

  it('again hands out the same prepared payment, signed anew', async () => {
    const first = await shop.startPayment();
    shop.clock.advance(1_000);
    const second = await shop.startPayment();
    expect(second.package).toBe(first.package);
    expect(second.timeStamp).not.toBe(first.timeStamp);
    expect(shop.gateway.calls).toEqual(['prepare']);
  });

  it('twenty times at once ends with one attempt', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.startPayment()));
    expect(new Set(answers.map((answer) => answer.package)).size).toBe(1);
    expect(await shop.statuses()).toEqual(['prepared']);
  });

  it('is refused for another customer’s order', async () => {
    const somebody = { ...ORDER, customerId: 'somebody', account: 'payer' };
    await expect(shop.start.execute(somebody)).rejects.toThrow(NoSuchOrder);
    expect(shop.gateway.calls).toEqual([]);
  });

  it('keeps the attempt when nobody knows whether it was prepared, and goes on with the same one', async () => {
    shop.gateway.silent = true;
    await expect(shop.startPayment()).rejects.toThrow(WechatUnavailable);
    expect(await shop.statuses()).toEqual(['created']);
    shop.gateway.silent = false;
    await shop.startPayment();
    expect(await shop.statuses()).toEqual(['prepared']);
  });

  it('prepares the same attempt again when its handle has expired', async () => {
    shop.order.expiresAt = new Date(shop.clock.now().getTime() + 300 * MINUTE);
    await shop.startPayment();
    shop.clock.advance(130 * MINUTE);
    await shop.startPayment();
    expect(shop.gateway.calls).toEqual(['prepare', 'prepare']);
    expect(await shop.statuses()).toEqual(['prepared']);
  });

  it('closes an expired attempt before it opens another', async () => {
    await shop.startPayment();
    shop.clock.advance(31 * MINUTE);
    await shop.startPayment();
    expect(shop.gateway.calls).toEqual(['prepare', 'close', 'prepare']);
    expect(await shop.statuses()).toEqual(['prepared', 'closed']);
  });

  it('opens no other attempt while nobody knows whether the expired one was paid', async () => {
    await shop.startPayment();
    shop.clock.advance(31 * MINUTE);
    shop.gateway.silent = true;
    await expect(shop.startPayment()).rejects.toThrow(WechatUnavailable);
    expect(await shop.statuses()).toEqual(['prepared']);
  });

  it('finds that the expired attempt was paid', async () => {
    await shop.startPayment();
    shop.gateway.pay((await shop.attempt()).attemptNo);
    shop.clock.advance(31 * MINUTE);
    await expect(shop.startPayment()).rejects.toThrow(AlreadyPaid);
    expect(await shop.statuses()).toEqual(['succeeded']);
    expect(shop.payments.published).toHaveLength(1);
  });

  it('answers 5002 and confirms when the provider says on preparation that it is paid', async () => {
    shop.order.expiresAt = new Date(shop.clock.now().getTime() + 300 * MINUTE);
    await shop.startPayment();
    shop.gateway.pay((await shop.attempt()).attemptNo);
    shop.clock.advance(130 * MINUTE);
    await expect(shop.startPayment()).rejects.toMatchObject({ code: 5002 });
    expect(await shop.statuses()).toEqual(['succeeded']);
  });

  it('gives up an attempt the provider refuses and opens another', async () => {
    shop.gateway.silent = true;
    await shop.startPayment().catch(() => undefined);
    const { attemptNo } = await shop.attempt();
    shop.gateway.silent = false;
    shop.gateway.attempts.set(attemptNo, { request: {} as never, closed: true, receipt: null });
    await shop.startPayment();
    expect(await shop.statuses()).toEqual(['prepared', 'closed']);
  });

  it('answers 6001 when the provider refuses another attempt as well, tells the operator why, and tries no third', async () => {
    const because = new Error('prepay: WeChat answered RULE_LIMIT');
    const prepare = jest.spyOn(shop.gateway, 'prepare').mockResolvedValue({ outcome: 'refused', because });
    const told = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    await expect(shop.startPayment()).rejects.toMatchObject({ code: 6001, retryAfterSeconds: 5 });
    expect(prepare).toHaveBeenCalledTimes(2);
    expect(shop.gateway.calls).toEqual(['close', 'close']);
    expect(await shop.statuses()).toEqual(['closed', 'closed']);
    expect(told.mock.calls).toEqual([[{ err: because }, expect.stringContaining('RULE_LIMIT')]]);
    told.mockRestore();
  });

  it('hands nothing out and closes the attempt when the order was cancelled meanwhile', async () => {
    shop.gateway.meanwhile = async () => {
      shop.order.cancelled = true;
      await shop.payments.change((await shop.attempt()).id, (payment) => payment.close());
    };
    await expect(shop.startPayment()).rejects.toThrow(NotPayable);
    const { attemptNo } = await shop.attempt();
    expect(shop.gateway.attempts.get(attemptNo)?.closed).toBe(true);
    expect(await shop.statuses()).toEqual(['closed']);
  });

  it('leaves no open attempt for an order that was cancelled just before', async () => {
    const add = shop.payments.add.bind(shop.payments);
    jest.spyOn(shop.payments, 'add').mockImplementation((payment) => {
      shop.order.cancelled = true;
      return add(payment);
    });
    await expect(shop.startPayment()).rejects.toThrow(NotPayable);
    expect(await shop.statuses()).toEqual(['closed']);
    expect(shop.gateway.calls).toEqual([]);
    expect((await shop.attempt()).snapshot.account).toBe('');
  });
});
