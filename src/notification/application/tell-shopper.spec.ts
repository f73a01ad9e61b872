import { Logger } from '@nestjs/common';
import { ManualClock } from '#kernel';
import { eventsSchema } from '#platform/events';
import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import { openSqlite } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import { InMemoryMessages, InMemoryShop } from '../adapters/in-memory-surroundings.js';
import { TellShopper } from './tell-shopper.js';
import { TellShopperOnOrderPaid } from './tell-shopper-on-order-paid.js';
import { TellShopperOnOrderRefunded } from './tell-shopper-on-order-refunded.js';
import { TellShopperOnOrderShipped } from './tell-shopper-on-order-shipped.js';

const at = new Date('2026-01-02T03:04:05.678Z');
const orderId = '01KARR0000000000000000ORDR';
const paid = { type: 'order.paid', orderId, lines: [], paymentId: 'payment', at } as const;
const parcel = { carrier: '顺丰', trackingNo: 'SF1' };
const shipped = {
  type: 'order.shipped',
  orderId,
  paymentId: 'payment',
  ...parcel,
  itemDescription: '龙井茶',
  at,
} as const;
const refunded = { type: 'order.refunded', orderId, lines: [], beforeShipment: true, at } as const;

describe('a shopper whose order changes', () => {
  let clock: ManualClock;
  let shop: InMemoryShop;
  let messages: InMemoryMessages;
  let tellShopper: TellShopper;
  const pay = () => new TellShopperOnOrderPaid(tellShopper).handle(paid);
  const ship = () => new TellShopperOnOrderShipped(tellShopper).handle(shipped);
  const refund = () => new TellShopperOnOrderRefunded(tellShopper).handle(refunded);

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  beforeEach(() => {
    clock = new ManualClock(at);
    shop = new InMemoryShop();
    shop.summaries.set(orderId, { customerId: 'customer', totalFen: 2990, products: '龙井茶' });
    shop.accounts.set('customer', 'account');
    messages = new InMemoryMessages();
    tellShopper = new TellShopper(shop.desk, shop.directory, messages, clock);
  });

  it('hears that it is paid, shipped or refunded', async () => {
    for (const happen of [pay, ship, refund]) await happen();
    const news = { orderId, products: '龙井茶', totalFen: 2990, at, shipment: null };
    expect(messages.sent).toEqual([
      { account: 'account', news: { ...news, topic: 'order-paid' } },
      { account: 'account', news: { ...news, topic: 'order-shipped', shipment: parcel } },
      { account: 'account', news: { ...news, topic: 'order-refunded' } },
    ]);
  });

  it('hears nothing, and nothing is looked up, where the shop sends no such message', async () => {
    messages.topics.delete('order-paid');
    await pay();
    expect([messages.sent, shop.asked]).toEqual([[], 0]);
    await ship();
    expect(messages.sent).toHaveLength(1);
  });

  it('hears nothing after being erased, nor of an order that is not kept any more', async () => {
    shop.accounts.clear();
    await pay();
    shop.summaries.clear();
    await pay();
    expect(messages.sent).toEqual([]);
  });

  it.each([new WechatUnavailable(), new WechatLimitReached()])(
    'hears later, or not at all a minute after it happened: %s',
    async (failure) => {
      messages.failure = failure;
      clock.advance(59_999);
      await expect(pay()).rejects.toBe(failure);
      clock.advance(1);
      await expect(pay()).resolves.toBeUndefined();
    },
  );

  it('hides no error of our own, however late', async () => {
    messages.failure = new TypeError('a mistake');
    clock.advance(3_600_000);
    await expect(pay()).rejects.toThrow('a mistake');
  });

  it('hears each news once, and one that cannot be sent holds nothing up for good', async () => {
    const { database, close } = await openSqlite([eventsSchema]);
    const delivery = new EventDelivery(database, clock).subscribe(
      new TellShopperOnOrderPaid(tellShopper),
      new TellShopperOnOrderShipped(tellShopper),
    );
    messages.failure = new WechatUnavailable();
    await delivery.publish(orderId, 1, paid);
    expect(await delivery.recorded(orderId)).toEqual(['1 order.paid pending']);
    clock.advance(60_000);
    await delivery.poll();
    messages.failure = null;
    await delivery.publish(orderId, 2, shipped);
    await delivery.poll();
    expect(await delivery.recorded(orderId)).toEqual(['1 order.paid delivered', '2 order.shipped delivered']);
    expect(messages.sent.map(({ news }) => news.topic)).toEqual(['order-shipped']);
    await close();
  });
});
