import { ManualClock } from '#kernel';
import { EventBus } from '#platform/events';
import { InMemoryOrders } from '../adapters/in-memory-orders.js';
import { OrderNotFound, OrderStatusForbids } from '../domain/errors.js';
import { anOrder, aPayment } from '../testing/an-order.js';
import { CancelOrder } from './cancel-order.js';

const clock = new ManualClock();
const customerId = 'shopper';

describe('cancelling an order', () => {
  let orders: InMemoryOrders;
  let cancelOrder: CancelOrder;
  beforeEach(() => {
    orders = new InMemoryOrders();
    cancelOrder = new CancelOrder(orders, new EventBus(null as never, null as never, clock), clock);
  });
  const place = async () => {
    const order = anOrder({ customerId });
    await orders.add([{ order }]);
    return order.id;
  };

  it('says that the customer did it; asking twice is harmless', async () => {
    const orderId = await place();
    for (let n = 0; n < 2; n++) await cancelOrder.execute({ orderId, customerId });
    const cancelled = { status: 'CANCELLED', cancelReason: 'customer', cancelledAt: clock.now(), version: 2 };
    expect((await orders.get(orderId)).snapshot).toMatchObject(cancelled);
    expect(orders.published.map(({ type }) => type)).toEqual(['order.placed', 'order.cancelled']);
  });

  it('is its owner’s alone', async () => {
    const orderId = await place();
    await expect(cancelOrder.execute({ orderId, customerId: 'somebody else' })).rejects.toThrow(OrderNotFound);
    expect((await orders.get(orderId)).status).toBe('CREATED');
  });

  it('is refused once it is paid', async () => {
    const orderId = await place();
    await orders.change(orderId, (order) => order.pay(aPayment(), clock.now()));
    await expect(cancelOrder.execute({ orderId, customerId })).rejects.toThrow(OrderStatusForbids);
  });
});
