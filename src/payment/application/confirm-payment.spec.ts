import { PaymentRig } from '../testing/payment-rig.js';
import { NotificationForged } from '../domain/errors.js';
import type { Receipt } from '../domain/payment.js';
import { CloseAttemptsOnOrderCancelled } from './close-attempts-on-order-cancelled.js';
import { TakeNotification } from './take-notification.js';
import { ORDER } from '../testing/payment-rig.js';

describe('a payment that is told of', () => {
  let shop: PaymentRig;
  let takeNotification: TakeNotification;
  let receipt: Receipt;

  const told = (id: string, changes: Partial<Receipt> = {}) =>
    takeNotification.execute({
      headers: { signed: 'yes' },
      rawBody: JSON.stringify({ kind: 'paid', id, receipt: { ...receipt, ...changes } }, null),
    });

  beforeEach(async () => {
    shop = new PaymentRig();
    takeNotification = new TakeNotification(shop.gateway, shop.confirm, shop.recordRefund, shop.rejections);
    const read = shop.gateway.readNotification.bind(shop.gateway);
    jest.spyOn(shop.gateway, 'readNotification').mockImplementation(async (headers, rawBody) => {
      const notification = await read(headers, rawBody);
      if (notification.kind !== 'paid') return notification;
      return { ...notification, receipt: { ...notification.receipt, paidAt: new Date(notification.receipt.paidAt) } };
    });
    await shop.startPayment();
    const { attemptNo } = await shop.attempt();
    receipt = { attemptNo, transactionId: 'T1', amountFen: 1999, paidAt: shop.clock.now() };
  });

  it('[F02] succeeds once, however often and by whomever it is told', async () => {
    shop.gateway.pay(receipt.attemptNo, { transactionId: 'T1' });
    await Promise.all([
      ...Array.from({ length: 100 }, () => told('N1')),
      ...Array.from({ length: 10 }, () => shop.syncPayment()),
    ]);
    expect(shop.payments.published).toHaveLength(1);
    expect(await shop.statuses()).toEqual(['succeeded']);
    expect(shop.rejections.kept.size).toBe(0);
  });

  it('[F02] waits for the row of a payment once, with as many copies as arrive at once', async () => {
    const change = jest.spyOn(shop.payments, 'change');
    await Promise.all(Array.from({ length: 100 }, (_, copy) => told(`N${copy}`)));
    expect(change).toHaveBeenCalledTimes(1);
  });

  it('fails for all copies that arrive at once, and is taken when they come again', async () => {
    jest.spyOn(shop.payments, 'change').mockRejectedValueOnce(new Error('The database is away'));
    const copies = await Promise.allSettled([told('N1'), told('N2')]);
    expect(copies.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await told('N1');
    expect(await shop.statuses()).toEqual(['succeeded']);
  });

  it.each<[string, Partial<Receipt>]>([
    ['another-amount', { amountFen: 1 }],
    ['unknown-attempt', { attemptNo: 'P01KARR00000000000000000000' }],
    ['unknown-attempt', { attemptNo: '订单' }],
  ])('changes nothing for reason of %s, and waits for staff once', async (reason, changes) => {
    await told('N1', changes);
    await told('N1', changes);
    expect(await shop.statuses()).toEqual(['prepared']);
    expect(shop.payments.published).toEqual([]);
    expect([...shop.rejections.kept.values()]).toMatchObject([{ key: 'N1', reason }]);
  });

  it.each<Partial<Receipt>>([{ transactionId: 'T2' }, { amountFen: 1 }])(
    'changes nothing when %j is told of a payment that succeeded',
    async (changes) => {
      await told('N1');
      await told('N2', changes);
      expect((await shop.attempt()).snapshot).toMatchObject({ status: 'succeeded', transactionId: 'T1' });
      expect(shop.payments.published).toHaveLength(1);
      expect([...shop.rejections.kept.keys()]).toEqual(['N2']);
    },
  );

  it('is not believed unsigned', async () => {
    const rawBody = JSON.stringify({ kind: 'paid', id: 'N1', receipt });
    await expect(takeNotification.execute({ headers: {}, rawBody })).rejects.toThrow(NotificationForged);
    expect(await shop.statuses()).toEqual(['prepared']);
    expect(shop.rejections.kept.size).toBe(0);
  });

  it('waits for staff when it is none of ours', async () => {
    const news = { kind: 'not-ours', id: 'N1', reason: 'unknown-refund', attemptNo: 'P1', transactionId: 'T1' };
    await takeNotification.execute({ headers: { signed: 'yes' }, rawBody: JSON.stringify(news) });
    expect(shop.rejections.kept.get('N1')).toEqual({
      key: 'N1',
      reason: 'unknown-refund',
      attemptNo: 'P1',
      transactionId: 'T1',
    });
  });

  it('of another amount by query changes nothing either', async () => {
    shop.gateway.pay(receipt.attemptNo, { amountFen: 1, transactionId: 'T1' });
    expect((await shop.settle.execute(await shop.attempt())).outcome).toBe('misfit');
    expect(await shop.statuses()).toEqual(['prepared']);
    expect([...shop.rejections.kept.keys()]).toEqual(['T1']);
  });

  describe('when its order is cancelled', () => {
    const cancelled = {
      type: 'order.cancelled',
      orderId: ORDER.orderId,
      lines: [],
      reason: 'timeout',
      at: new Date(),
    } as const;
    const react = () => new CloseAttemptsOnOrderCancelled(shop.payments, shop.close).handle(cancelled);

    it('the open attempt is closed at the provider, twice without harm', async () => {
      await react();
      await react();
      expect(await shop.statuses()).toEqual(['closed']);
      expect(shop.gateway.calls).toEqual(['prepare', 'close']);
    });

    it('money that came first is confirmed', async () => {
      shop.gateway.pay(receipt.attemptNo);
      await react();
      expect(await shop.statuses()).toEqual(['succeeded']);
      expect(shop.payments.published).toHaveLength(1);
    });

    it('and nobody knows whether it is paid, it stays open to be tried again', async () => {
      shop.gateway.silent = true;
      await expect(react()).rejects.toMatchObject({ code: 6001 });
      expect(await shop.statuses()).toEqual(['prepared']);
    });
  });
});
