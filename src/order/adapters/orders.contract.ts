import { newId } from '#kernel';
import { OrderNotFound, RefundNotFound } from '../domain/errors.js';
import type { Order } from '../domain/order.js';
import type { Orders } from '../domain/orders.js';
import { aLine, anOrder, aPayment } from '../testing/an-order.js';

const now = new Date('2026-02-01T00:10:00.123Z');
const nothing = { address: null, remark: null };

export interface KeptOrders {
  readonly orders: Orders;
  /** Types of the events an order has published, oldest first. */
  published(orderId: string): Promise<readonly string[]>;
}

/** What every adapter of the port keeps to. */
export function ordersContract(kept: () => KeptOrders): void {
  const add = async (...orders: readonly Order[]) => {
    await kept().orders.add(orders.map((order) => ({ order, details: nothing })));
    return orders[0]?.id ?? '';
  };
  const cancel = (orderId: string) => kept().orders.change(orderId, (order) => order.cancel('customer', now));
  const pay = (orderId: string) => kept().orders.change(orderId, (order) => order.pay(aPayment({ paidAt: now }), now));

  it('gives back what was kept, its lines in their order', async () => {
    const lines = [
      aLine({ priceFen: 2990, quantity: 2 }),
      aLine({ priceFen: 999_999_999_999, quantity: 999, productName: '紫砂壶 🫖' }),
      aLine({ priceFen: 0, quantity: 1 }),
    ];
    const order = anOrder({ lines });
    const { snapshot } = order;
    await add(order);
    expect((await kept().orders.get(order.id)).snapshot).toEqual(snapshot);
  });

  it('takes in no orders and several at once', async () => {
    await add();
    const [one, other] = [anOrder(), anOrder({ lines: [aLine(), aLine()] })];
    await add(one, other);
    expect((await kept().orders.get(one.id)).snapshot).toEqual(one.snapshot);
    expect((await kept().orders.get(other.id)).snapshot).toEqual(other.snapshot);
    expect(await kept().published(one.id)).toEqual(['order.placed']);
    expect(await kept().published(other.id)).toEqual(['order.placed']);
  });

  it('keeps a change and publishes what happened', async () => {
    const paid = await add(anOrder());
    const changed = await pay(paid);
    expect(changed.snapshot).toMatchObject({ status: 'PAID', paidAt: now, version: 2 });
    expect((await kept().orders.get(paid)).snapshot).toEqual(changed.snapshot);
    expect(await kept().published(paid)).toEqual(['order.placed', 'order.paid']);

    const cancelled = await add(anOrder());
    await cancel(cancelled);
    const { snapshot } = await kept().orders.get(cancelled);
    expect(snapshot).toMatchObject({ status: 'CANCELLED', cancelReason: 'customer', cancelledAt: now, version: 2 });
    expect(await kept().published(cancelled)).toEqual(['order.placed', 'order.cancelled']);
  });

  it('keeps everything as it is when a change changes nothing', async () => {
    const orderId = await add(anOrder());
    await cancel(orderId);
    await cancel(orderId);
    expect((await kept().orders.get(orderId)).snapshot.version).toBe(2);
    expect(await kept().published(orderId)).toEqual(['order.placed', 'order.cancelled']);
  });

  it('changes and publishes nothing when the change throws', async () => {
    const orderId = await add(anOrder());
    const changing = kept().orders.change(orderId, (order) => {
      order.cancel('customer', now);
      throw new Error('changed my mind');
    });
    await expect(changing).rejects.toThrow('changed my mind');
    expect((await kept().orders.get(orderId)).status).toBe('CREATED');
    expect(await kept().published(orderId)).toEqual(['order.placed']);
  });

  it('refuses an order that does not exist', async () => {
    await expect(kept().orders.get(newId())).rejects.toThrow(OrderNotFound);
    await expect(cancel(newId())).rejects.toThrow(OrderNotFound);
    const orderId = await add(anOrder());
    await expect(kept().orders.get(orderId.toLowerCase())).rejects.toThrow(OrderNotFound);
  });

  it('tells which orders there are', async () => {
    const orderId = await add(anOrder());
    expect(await kept().orders.existing([newId(), orderId])).toEqual(new Set([orderId]));
    expect(await kept().orders.existing([])).toEqual(new Set());
  });

  it('counts the orders of customers that wait for money', async () => {
    const [customerId, other, none] = [newId(), newId(), newId()];
    const counts = async () => Object.fromEntries(await kept().orders.countUnpaid([customerId, other, none]));
    expect(await counts()).toEqual({});
    const [first, second] = [anOrder({ customerId }), anOrder({ customerId })];
    await add(first, second, anOrder({ customerId }), anOrder({ customerId: other }), anOrder());
    expect(await counts()).toEqual({ [customerId]: 3, [other]: 1 });
    await pay(first.id);
    await cancel(second.id);
    expect(await counts()).toEqual({ [customerId]: 1, [other]: 1 });
  });

  it('lets exactly one of racing payments and cancellations win', async () => {
    const orderId = await add(anOrder());
    const payment = aPayment();
    const payOnce = () => kept().orders.change(orderId, (order) => order.pay(payment, now));
    const outcomes = await Promise.allSettled([cancel(orderId), payOnce(), cancel(orderId), payOnce()]);
    const order = await kept().orders.get(orderId);
    const won = order.status === 'PAID' ? ['order.paid'] : ['order.cancelled', 'refund.approved'];
    expect(order.snapshot.version).toBe(1 + won.length);
    expect(await kept().published(orderId)).toEqual(['order.placed', ...won]);
    const codes = outcomes.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: number }).code] : []));
    expect(new Set(codes)).toEqual(new Set(order.status === 'PAID' ? [4002] : []));
  });

  it('keeps refunds with the order they belong to, and what becomes of them', async () => {
    const order = anOrder();
    const orderId = await add(order);
    const payment = aPayment();
    const refundId = newId();
    await kept().orders.change(orderId, (order) => order.pay(payment, now));
    await kept().orders.change(orderId, (order) => {
      order.requestRefund({ id: refundId, amount: null, reason: 'sealed' }, now);
    });
    expect(await kept().orders.orderOfRefund(refundId)).toEqual({ orderId, customerId: order.snapshot.customerId });
    await kept().orders.change(orderId, (order) => order.approveRefund(refundId, now));
    await kept().orders.change(orderId, (order) => order.followRefund(refundId, 'SUCCEEDED', now));
    const { snapshot } = await kept().orders.get(orderId);
    expect(snapshot).toMatchObject({ status: 'REFUNDED', paymentId: payment.id, version: 5 });
    expect(snapshot.refunds).toMatchObject([{ id: refundId, status: 'SUCCEEDED', reason: 'sealed' }]);
    await expect(kept().orders.orderOfRefund(newId())).rejects.toThrow(RefundNotFound);
  });

  it('keeps the shipment, and knows what was shipped long ago', async () => {
    const orderId = await add(anOrder());
    await pay(orderId);
    const shipment = { carrier: '顺丰', trackingNo: 'SF1' };
    await kept().orders.change(orderId, (order) => order.ship(shipment, now));
    expect((await kept().orders.get(orderId)).snapshot).toMatchObject({ status: 'SHIPPED', shipment, shippedAt: now });
    expect(await kept().orders.shippedBefore(new Date(now.getTime() - 1), 10)).toEqual([]);
    expect(await kept().orders.shippedBefore(now, 10)).toEqual([orderId]);
    await kept().orders.change(orderId, (order) => order.receive(now));
    expect(await kept().orders.shippedBefore(now, 10)).toEqual([]);
  });

  it('gives each expired order to one claimant until the claim is over', async () => {
    const order = anOrder();
    const { expiresAt } = order.snapshot;
    await add(order);
    const claim = async (at: Date) => {
      const claimed = await kept().orders.claimExpired(1000, at, new Date(at.getTime() + 15_000));
      return claimed.filter(({ orderId }) => orderId === order.id);
    };
    expect(await claim(new Date(expiresAt.getTime() - 1))).toEqual([]);
    const [one, other] = await Promise.all([claim(expiresAt), claim(expiresAt)]);
    expect([...one, ...other]).toEqual([{ orderId: order.id, expiresAt }]);
    expect(await claim(new Date(expiresAt.getTime() + 14_999))).toEqual([]);
    expect(await claim(new Date(expiresAt.getTime() + 15_000))).toHaveLength(1);
    // The clock was ahead, and is set back: a claim that seems to last for a day is none.
    expect(await claim(new Date(expiresAt.getTime() + 86_400_000))).toHaveLength(1);
    expect(await claim(new Date(expiresAt.getTime() + 15_001))).toHaveLength(1);
    expect(await claim(new Date(expiresAt.getTime() + 15_001))).toEqual([]);
    await cancel(order.id);
    expect(await claim(new Date(expiresAt.getTime() + 60_000))).toEqual([]);
  });
}
