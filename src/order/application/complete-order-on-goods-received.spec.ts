import { Logger } from '@nestjs/common';
import { ManualClock, newId } from '#kernel';
import { InMemoryOrders } from '../adapters/in-memory-orders.js';
import { anOrderIn } from '../testing/an-order.js';
import type { OrderStatus } from '../domain/order-status.js';
import { CompleteOrderOnGoodsReceived } from './complete-order-on-goods-received.js';

describe('an order whose shopper has the goods, so says the payment provider', () => {
  const clock = new ManualClock();
  const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
  let orders: InMemoryOrders;
  beforeEach(() => {
    orders = new InMemoryOrders();
    warn.mockClear();
  });

  const added = async (status: OrderStatus) => {
    const order = anOrderIn(status, status === 'SHIPPED' ? { shippedAt: clock.now() } : {});
    await orders.add([{ order }]);
    return order.id;
  };
  const hear = (orderId: string, paymentId = 'payment') =>
    new CompleteOrderOnGoodsReceived(orders, clock).handle({
      type: 'payment.goods-received',
      orderId,
      paymentId,
      at: clock.now(),
    });

  it('is completed when it was shipped, once', async () => {
    const orderId = await added('SHIPPED');
    await hear(orderId);
    await hear(orderId);
    expect((await orders.get(orderId)).snapshot).toMatchObject({ status: 'COMPLETED', completedAt: clock.now() });
    expect(orders.published).toEqual([{ type: 'order.completed', orderId, at: clock.now() }]);
  });

  it.each<OrderStatus>(['CREATED', 'PAID', 'COMPLETED', 'CANCELLED', 'REFUNDED'])(
    'stays as it is when it is %s',
    async (status) => {
      const orderId = await added(status);
      const before = (await orders.get(orderId)).snapshot;
      await hear(orderId);
      expect((await orders.get(orderId)).snapshot).toEqual(before);
      expect(orders.published).toEqual([]);
      // Staff shipped it past this shop: only they can say so here.
      expect(warn).toHaveBeenCalledTimes(status === 'CREATED' || status === 'PAID' ? 1 : 0);
    },
  );

  it('stays as it is when another payment than its own is meant', async () => {
    const orderId = await added('SHIPPED');
    await hear(orderId, 'another');
    expect((await orders.get(orderId)).status).toBe('SHIPPED');
  });

  it('changes nothing when the order was deleted', async () => {
    await expect(hear(newId())).resolves.toBeUndefined();
  });

  it('fails on any other error, so that it is tried again', async () => {
    jest.spyOn(orders, 'change').mockRejectedValueOnce(new Error('the database is gone'));
    await expect(hear(await added('SHIPPED'))).rejects.toThrow('the database is gone');
  });
});
