import { InMemoryShop, until } from './in-memory-shop.js';

describe('notifications', () => {
  let shop: InMemoryShop;

  beforeEach(async () => {
    shop = await InMemoryShop.open({ notificationRetryDelaysMs: [1, 1, 1] });
  });
  afterEach(() => shop.close());

  const statuses = () => shop.simulator.state().notifications.map(({ status }) => status);

  it('carries the paid transaction, encrypted and signed', async () => {
    const { transactionId } = await shop.simulator.pay(await shop.prepay('order-1'));
    const [notification] = await shop.receive(1);
    const { headers, text } = notification!;
    expect(shop.verifies(headers, text)).toBe(true);
    expect(headers['wechatpay-serial']).toBe(shop.simulator.publicKeyId);
    expect(JSON.parse(text)).toMatchObject({
      event_type: 'TRANSACTION.SUCCESS',
      resource_type: 'encrypt-resource',
      resource: { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM' },
    });
    expect(shop.decrypt(text)).toEqual((await shop.query('order-1')).body);
    expect(shop.decrypt(text).transaction_id).toBe(transactionId);
  });

  it('is repeated with the same id until the shop answers 200 or 204', async () => {
    shop.answers.push(500, 401, 200);
    await shop.paidOrder('order-1');
    await until(() => statuses()[0] === 'delivered');
    const [record] = shop.simulator.state().notifications;
    expect(record!.attempts.map(({ status }) => status)).toEqual([500, 401, 200]);
    expect(new Set(shop.notifications.map(({ text }) => (JSON.parse(text) as { id: string }).id)).size).toBe(1);
    expect(shop.notifications.every(({ headers, text }) => shop.verifies(headers, text))).toBe(true);
  });

  it('comes when time that was skipped is up, and is dated by it', async () => {
    const patient = await InMemoryShop.open();
    try {
      patient.answers.push(500);
      await patient.paidOrder('order-1');
      const first = () => patient.simulator.state().notifications[0];
      await until(() => first()?.attempts.length === 1 && first()?.nextAttemptAt !== null);
      patient.simulator.setClock({ skipMs: 15_000 });
      await until(() => first()?.status === 'delivered');
      const [failed, taken] = first()?.attempts.map(({ at }) => Date.parse(at)) ?? [];
      expect((taken ?? 0) - (failed ?? 0)).toBeGreaterThanOrEqual(15_000);
      expect(Date.parse(first()?.madeAt ?? '')).toBeLessThanOrEqual(failed ?? 0);
    } finally {
      await patient.close();
    }
  });

  it('is given up when the schedule is exhausted', async () => {
    shop.answers.push(500, 500, 500, 500);
    await shop.paidOrder('order-1');
    await until(() => statuses()[0] === 'given-up');
    expect(shop.notifications).toHaveLength(4);
  });

  it('is lost or multiplied on request', async () => {
    await shop.simulator.pay({ ...(await shop.prepay('order-1')), notify: false });
    expect(statuses()).toEqual(['lost']);
    await shop.simulator.pay({ ...(await shop.prepay('order-2')), duplicates: 4 });
    await until(() => statuses().filter((status) => status === 'delivered').length === 5);
    expect(new Set(shop.notifications.map(({ text }) => text)).size).toBe(1);
  });

  it('is sent again on request, also with a true signature around a wrong amount', async () => {
    await shop.simulator.pay({ ...(await shop.prepay('order-1')), notify: false });
    shop.simulator.resendNotification({ outTradeNo: 'order-1', changes: { amount: { total: 1 } } });
    const [notification] = await shop.receive(1);
    expect(shop.verifies(notification!.headers, notification!.text)).toBe(true);
    expect(shop.decrypt(notification!.text).amount).toMatchObject({ total: 1, payer_total: 100 });
  });

  it('arrives forged when a fault says so, and honest at the next attempt', async () => {
    shop.simulator.addFault({ target: 'notification', kind: 'forged' });
    shop.answers.push(401);
    await shop.paidOrder('order-1');
    const [forged, honest] = await shop.receive(2);
    expect(shop.verifies(forged!.headers, forged!.text)).toBe(false);
    expect(shop.verifies(honest!.headers, honest!.text)).toBe(true);
  });

  it('stops when the simulator is closed', async () => {
    const other = await InMemoryShop.open({ notificationRetryDelaysMs: [3_600_000] });
    other.answers.push(500);
    await other.paidOrder('order-1');
    await until(() => other.simulator.state().notifications[0]?.attempts[0]?.status === 500);
    await other.close();
    expect(other.simulator.state().notifications[0]?.status).toBe('given-up');
  });
});
