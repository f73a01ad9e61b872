import { InMemoryShop, until } from './in-memory-shop.js';

describe('refunds', () => {
  let shop: InMemoryShop;

  beforeEach(async () => {
    shop = await InMemoryShop.open({ notificationRetryDelaysMs: [] });
    await shop.paidOrder('order-1');
    await shop.receive(1);
  });
  afterEach(() => shop.close());

  const status = async (outRefundNo: string) =>
    (await shop.pay('GET', `/v3/refund/domestic/refunds/${outRefundNo}`)).body.status;

  it('answers PROCESSING first, then succeeds and says so in a signed notification', async () => {
    expect((await shop.refund('order-1', 'refund-1', 30)).body).toMatchObject({
      status: 'PROCESSING',
      out_refund_no: 'refund-1',
    });
    const [, notification] = await shop.receive(2);
    expect(shop.verifies(notification!.headers, notification!.text)).toBe(true);
    expect(JSON.parse(notification!.text)).toMatchObject({ event_type: 'REFUND.SUCCESS' });
    expect(shop.decrypt(notification!.text)).toMatchObject({
      mchid: shop.credentials.merchantId,
      out_trade_no: 'order-1',
      out_refund_no: 'refund-1',
      refund_status: 'SUCCESS',
      amount: { total: 100, refund: 30 },
    });
    expect(await status('refund-1')).toBe('SUCCESS');
    expect((await shop.query('order-1')).body.trade_state).toBe('REFUND');
  });

  it('takes the same out_refund_no for the same refund, and refuses other figures', async () => {
    const first = await shop.refund('order-1', 'refund-1', 60);
    const again = await shop.refund('order-1', 'refund-1', 60);
    expect(again.body.refund_id).toBe(first.body.refund_id);
    expect(await shop.refund('order-1', 'refund-1', 61)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
    expect(shop.simulator.state().transactions[0]).toMatchObject({ refundedFen: 60 });
  });

  it('never gives back more than was paid', async () => {
    await shop.refund('order-1', 'refund-1', 60);
    expect(await shop.refund('order-1', 'refund-2', 41)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
    expect((await shop.refund('order-1', 'refund-3', 40)).status).toBe(200);
    expect((await shop.refund('order-1', 'refund-4', 1)).status).toBe(400);
  });

  it('knows no refund of an unknown or unpaid order', async () => {
    await shop.prepay('order-2');
    expect(await shop.refund('order-2', 'refund-1', 1)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
    expect(await shop.refund('order-3', 'refund-1', 1)).toMatchObject({
      status: 404,
      body: { code: 'RESOURCE_NOT_EXISTS' },
    });
    expect((await shop.pay('GET', '/v3/refund/domestic/refunds/refund-1')).status).toBe(404);
  });

  it.each(['SUCCESS', 'ABNORMAL', 'CLOSED'] as const)(
    'leaves a refund undecided on request, until it is settled by hand as %s',
    async (outcome) => {
      shop.simulator.setRefundOutcome('PROCESSING');
      await shop.refund('order-1', 'refund-1', 100);
      expect(await status('refund-1')).toBe('PROCESSING');
      shop.simulator.settleRefund({ outRefundNo: 'refund-1', status: outcome });
      const [, notification] = await shop.receive(2);
      expect(shop.verifies(notification!.headers, notification!.text)).toBe(true);
      expect(JSON.parse(notification!.text)).toMatchObject({ event_type: `REFUND.${outcome}` });
      const told = shop.decrypt(notification!.text);
      expect(told).toMatchObject({ out_refund_no: 'refund-1', refund_status: outcome });
      expect('success_time' in told).toBe(outcome === 'SUCCESS');
      expect(await status('refund-1')).toBe(outcome);
    },
  );

  it('lets an ABNORMAL refund succeed later, and says so again', async () => {
    shop.simulator.setRefundOutcome('ABNORMAL');
    await shop.refund('order-1', 'refund-1', 100);
    await shop.receive(2);
    shop.simulator.settleRefund({ outRefundNo: 'refund-1', status: 'SUCCESS' });
    const [, , notification] = await shop.receive(3);
    expect(JSON.parse(notification!.text)).toMatchObject({ event_type: 'REFUND.SUCCESS' });
  });

  it('gives the money of a CLOSED refund free for another one', async () => {
    shop.simulator.setRefundOutcome('CLOSED');
    await shop.refund('order-1', 'refund-1', 100);
    await shop.receive(2);
    expect((await shop.query('order-1')).body.trade_state).toBe('SUCCESS');
    expect((await shop.refund('order-1', 'refund-2', 100)).status).toBe(200);
  });

  it('says nothing of a refund whose notification shall be lost', async () => {
    shop.simulator.setRefundOutcome('PROCESSING');
    await shop.refund('order-1', 'refund-1', 100);
    shop.simulator.settleRefund({ outRefundNo: 'refund-1', status: 'SUCCESS', notify: false });
    expect(await status('refund-1')).toBe('SUCCESS');
    expect(shop.simulator.state().notifications.at(-1)).toMatchObject({ eventType: 'REFUND.SUCCESS', status: 'lost' });
  });

  it('refuses for want of money on request', async () => {
    shop.simulator.addFault({ target: 'refund', kind: 'errcode', value: 'NOT_ENOUGH' });
    expect(await shop.refund('order-1', 'refund-1', 1)).toMatchObject({ status: 403, body: { code: 'NOT_ENOUGH' } });
    expect((await shop.refund('order-1', 'refund-1', 1)).status).toBe(200);
    await until(() => shop.simulator.state().refunds[0]?.status === 'SUCCESS');
  });
});

describe('a simulator that trusts', () => {
  it('takes a payment of an earlier start at the shop’s word, and still gives back no more than that', async () => {
    const shop = await InMemoryShop.open({ trusting: true });
    expect((await shop.refund('order-of-yesterday', 'refund-1', 60)).status).toBe(200);
    await until(() => shop.simulator.state().refunds[0]?.status === 'SUCCESS');
    expect((await shop.refund('order-of-yesterday', 'refund-2', 41)).status).toBe(400);
    expect((await shop.query('order-of-today')).status).toBe(404);
    await shop.close();
  });
});
