import { ManualClock } from '#kernel';
import type { Config } from '#platform/config';
import { InMemoryOrders } from '../adapters/in-memory-orders.js';
import { anOrder, aPayment } from '../testing/an-order.js';
import { CompleteShippedOrders } from './complete-shipped-orders.js';

const DAY = 86_400_000;

describe('an order whose shopper never says that the goods have arrived', () => {
  const clock = new ManualClock();
  const orders = new InMemoryOrders();
  const config = { backgroundJobs: true, order: { autoReceipt: 10 * DAY } } as Config;
  const job = new CompleteShippedOrders(orders, clock, config);
  const shipped = async () => {
    const order = anOrder();
    await orders.add([{ order }]);
    await orders.change(order.id, (one) => one.pay(aPayment(), clock.now()));
    await orders.change(order.id, (one) => one.ship({ carrier: '顺丰', trackingNo: 'SF1' }, clock.now()));
    return order.id;
  };
  const statusOf = async (id: string) => (await orders.get(id)).status;

  it('is completed once the time for it is over, and not before', async () => {
    const early = await shipped();
    clock.advance(DAY);
    const late = await shipped();
    clock.advance(9 * DAY - 1);
    await job.run();
    expect(await statusOf(early)).toBe('SHIPPED');
    clock.advance(1);
    await job.run();
    expect([await statusOf(early), await statusOf(late)]).toEqual(['COMPLETED', 'SHIPPED']);
    expect((await orders.get(early)).snapshot.completedAt).toEqual(clock.now());
  });

  it('is left alone when somebody was faster', async () => {
    const id = await shipped();
    clock.advance(10 * DAY);
    jest.spyOn(orders, 'shippedBefore').mockResolvedValueOnce([id]);
    await orders.change(id, (order) => order.requestRefund({ id: 'all', amount: null, reason: 'sealed' }, clock.now()));
    await orders.change(id, (order) => order.approveRefund('all', clock.now()));
    await orders.change(id, (order) => order.followRefund('all', 'SUCCEEDED', clock.now()));
    await job.run();
    expect(await statusOf(id)).toBe('REFUNDED');
  });
});
