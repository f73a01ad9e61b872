import { ManualClock, newId } from '#kernel';
import { cryptoSchema } from '#platform/crypto';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import { FrontDesk } from '../application/front-desk.js';
import { OrderNotFound, OrderPaidAlready, OrderStatusForbids } from '../domain/errors.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { SealedDetails } from '../domain/orders.js';
import { orderView } from '../application/order-view.js';
import { aLine, anOrder, aPayment, placedAt } from '../testing/an-order.js';
import { People, type Placed } from '../testing/people.js';
import { aCipher } from '#platform/crypto/testing';
import { OrderQueries } from './order.queries.js';
import { orderSchema } from './schema.js';
import { SealedAddresses } from './sealed-addresses.js';
import { DetailsCipher } from './sealed-details.js';
import { SqlOrders } from './sql-orders.js';
import { revocationSchema } from '#platform/revocation';

const clock = new ManualClock();
const address = {
  recipient: '王小明',
  phone: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '龙井路 1 号',
  postalCode: '310000',
};

describe('what a shopper sees of orders', () => {
  onEachDatabase([orderSchema, eventsSchema, cryptoSchema, revocationSchema], (database) => {
    let orders: SqlOrders;
    let queries: OrderQueries;
    let desk: FrontDesk;
    beforeAll(() => {
      const details = new DetailsCipher(aCipher(database()));
      orders = new SqlOrders(database(), new EventDelivery(database(), clock).outbox, details);
      queries = new OrderQueries(database(), details);
      desk = new FrontDesk(orders, queries, new SealedAddresses(database(), details), clock);
    });

    const place = async (customerId: string, lines = [aLine()]) => {
      const order = anOrder({ customerId, lines });
      await orders.add([
        { order, details: await orders.seal(order.id, order.snapshot.customerId, { address, remark: '请放门口' }) },
      ]);
      return order.id;
    };
    const placeMany = async (customerId: string, count: number) => {
      const ids: string[] = [];
      for (let n = 0; n < count; n++) ids.unshift(await place(customerId, [aLine(), aLine(), aLine()]));
      return ids;
    };
    const cancel = (orderId: string) => orders.change(orderId, (order) => order.cancel('timeout', clock.now()));
    const pay = (orderId: string) =>
      orders.change(orderId, (order) => order.pay({ ...aPayment(), amount: order.total }, clock.now()));
    const list = async (customerId: string, limit: number, after: string | null = null, status?: OrderStatus) => {
      const { items, nextCursor } = await queries.list(customerId, status, { limit, after });
      const next = nextCursor === null ? null : Buffer.from(nextCursor, 'base64url').toString('latin1');
      return { ids: items.map(({ id }) => id), next };
    };

    it('is the order as the contract has it', async () => {
      const customerId = newId();
      const [tea, cup] = [aLine({ priceFen: 2990, quantity: 2 }), aLine({ priceFen: 500, productName: '茶杯' })];
      const id = await place(customerId, [tea, cup]);
      expect(await queries.view(id, customerId)).toEqual({
        id,
        status: 'CREATED',
        items: [
          {
            skuId: tea.skuId,
            productName: '龙井茶',
            skuName: '250 克',
            imageUrl: 'https://img.example/tea.png',
            unitPriceFen: 2990,
            quantity: 2,
            subtotalFen: 5980,
            discountFen: 0,
          },
          expect.objectContaining({ skuId: cup.skuId, productName: '茶杯', unitPriceFen: 500, subtotalFen: 500 }),
        ],
        goodsFen: 6480,
        freightFen: 1000,
        discountFen: 0,
        totalFen: 7480,
        address,
        remark: '请放门口',
        createdAt: '2026-01-31T23:59:59.999Z',
        expiresAt: '2026-02-01T00:29:59.999Z',
        paidAt: null,
        shippedAt: null,
        completedAt: null,
        cancelledAt: null,
        cancelReason: null,
        shipment: null,
        refunds: [],
      });
      await cancel(id);
      const cancelled = { status: 'CANCELLED', cancelledAt: clock.now().toISOString(), cancelReason: 'timeout' };
      expect(await queries.view(id, customerId)).toMatchObject(cancelled);
    });

    describe('is what the aggregate says of itself', () => {
      let people: People;
      let shown: OrderQueries;
      beforeAll(() => {
        people = new People(database());
        shown = new OrderQueries(database(), people.details);
      });
      const paid = async (placed: Placed) => {
        const order = await people.place(placed);
        await people.pay(order.id);
        return order;
      };
      const shipped = async (placed: Placed) => {
        const order = await paid(placed);
        await people.ship(order.id);
        return order;
      };
      const refunded = async (placed: Placed, progress: 'PROCESSING' | 'SUCCEEDED' | 'FAILED') => {
        const order = await shipped(placed);
        const refundId = await people.askRefund(order);
        await people.orders.change(order.id, (loaded) => {
          loaded.approveRefund(refundId, clock.now());
          loaded.followRefund(refundId, progress, clock.now());
        });
      };
      const lives: [string, (placed: Placed) => Promise<unknown>][] = [
        ['waits for money', (placed) => people.place(placed)],
        ['is paid', paid],
        ['is shipped', shipped],
        ['has arrived', async (placed) => people.receive((await shipped(placed)).id)],
        ['is cancelled', async (placed) => people.cancel((await people.place(placed)).id)],
        [
          'is cancelled, and paid too late, twice',
          async (placed) => {
            const { id } = await people.place(placed);
            await people.cancel(id);
            await people.pay(id);
            await people.pay(id);
          },
        ],
        ['is to be refunded', async (placed) => people.askRefund(await paid(placed))],
        ['is refunded', (placed) => refunded(placed, 'SUCCEEDED')],
        ['is not refunded after all', (placed) => refunded(placed, 'FAILED')],
        ['is being refunded', (placed) => refunded(placed, 'PROCESSING')],
      ];
      const kinds: [string, Placed][] = [
        ['with an address and a remark', { address, remark: '请放门口' }],
        ['with neither', { address: null, remark: null }],
        ['with one of them', { address: null, remark: '' }],
        [
          'with many lines',
          { lines: [aLine({ priceFen: 1, quantity: 999 }), aLine(), aLine({ priceFen: 0 }), aLine()] },
        ],
      ];
      const slowView = async (orderId: string) => {
        const order = await people.orders.get(orderId);
        const [sealed] = await database().query<SealedDetails>('SELECT address, remark FROM orders WHERE id = ?', [
          orderId,
        ]);
        return orderView(order, await people.details.openAll(order, sealed ?? { address: null, remark: null }));
      };
      const mustAgree = async (customerId: string) => {
        const { items } = await shown.list(customerId, undefined, { limit: 100, after: null });
        for (const order of items) {
          const slow = await slowView(order.id);
          expect(order).toEqual(slow);
          expect(await shown.view(order.id, customerId)).toEqual(slow);
        }
        return items.length;
      };

      it.each(lives)('of one that %s', async (_life, live) => {
        const customerId = newId();
        for (const [, placed] of kinds) await live({ customerId, ...placed });
        expect(await mustAgree(customerId)).toBe(kinds.length);
      });

      it('of those of somebody who was erased', async () => {
        const customerId = newId();
        for (const [, placed] of kinds) await people.place({ customerId, ...placed });
        await refunded({ customerId }, 'SUCCEEDED');
        await people.erase(customerId);
        expect(await mustAgree(customerId)).toBe(kinds.length + 1);
      });

      it('and takes one statement where no money has been paid, and two where it has', async () => {
        const customerId = newId();
        await people.place({ customerId });
        const sent = jest.spyOn(people.database, 'query');
        const statements = async () => {
          sent.mockClear();
          await shown.list(customerId, undefined, { limit: 20, after: null });
          return sent.mock.calls.length;
        };
        await statements();
        expect(await statements()).toBe(1);
        await paid({ customerId });
        expect(await statements()).toBe(2);
        sent.mockRestore();
      });
    });

    it('is nothing of what belongs to somebody else', async () => {
      const [mine, customerId] = [await place(newId()), newId()];
      await expect(queries.view(mine, customerId)).rejects.toThrow(OrderNotFound);
      await expect(queries.view(newId(), customerId)).rejects.toThrow(OrderNotFound);
      expect(await list(customerId, 20)).toEqual({ ids: [], next: null });
    });

    it('is a list page by page, newest first, each order whole', async () => {
      const customerId = newId();
      const ids = await placeMany(customerId, 5);
      expect(await list(customerId, 2)).toEqual({ ids: ids.slice(0, 2), next: ids[1] });
      expect(await list(customerId, 2, ids[1])).toEqual({ ids: ids.slice(2, 4), next: ids[3] });
      expect(await list(customerId, 2, ids[3])).toEqual({ ids: ids.slice(4), next: null });
      expect(await list(customerId, 5)).toEqual({ ids, next: null });
      const { items } = await queries.list(customerId, undefined, { limit: 5, after: null });
      expect(items.map((order) => order.items.length)).toEqual([3, 3, 3, 3, 3]);
    });

    it('repeats and misses nothing while new orders come in', async () => {
      const customerId = newId();
      const ids = await placeMany(customerId, 4);
      const first = await list(customerId, 2);
      await placeMany(customerId, 2);
      const second = await list(customerId, 2, first.next);
      expect([...first.ids, ...second.ids]).toEqual(ids);
      expect(second.next).toBeNull();
    });

    it('is a list of one status where one is asked for', async () => {
      const customerId = newId();
      const [paid, cancelled, created, older] = await placeMany(customerId, 4);
      await pay(paid ?? '');
      await cancel(cancelled ?? '');
      expect(await list(customerId, 20, null, 'PAID')).toEqual({ ids: [paid], next: null });
      expect(await list(customerId, 20, null, 'CANCELLED')).toEqual({ ids: [cancelled], next: null });
      expect(await list(customerId, 1, null, 'CREATED')).toEqual({ ids: [created], next: created });
      expect(await list(customerId, 1, created, 'CREATED')).toEqual({ ids: [older], next: null });
      expect(await list(customerId, 20, null, 'REFUNDED')).toEqual({ ids: [], next: null });
    });

    it('lets an order be paid for by its owner while it waits for money', async () => {
      const customerId = newId();
      const orderId = await place(customerId, [aLine({ priceFen: 2990 }), aLine({ priceFen: 10 })]);
      const expiresAt = new Date(placedAt.getTime() + 1_800_000);
      const payable = { orderId, totalFen: 4000, description: '龙井茶 等2件商品', expiresAt };
      expect(await desk.payable(orderId, customerId)).toEqual(payable);
      await expect(desk.payable(orderId, newId())).rejects.toThrow(OrderNotFound);
      await pay(orderId);
      await expect(desk.payable(orderId, customerId)).rejects.toThrow(OrderPaidAlready);
      const cancelled = await place(customerId);
      await cancel(cancelled);
      await expect(desk.payable(cancelled, customerId)).rejects.toThrow(OrderStatusForbids);
    });

    it('is a summary for messages about it, as long as it is kept', async () => {
      const customerId = newId();
      const orderId = await place(customerId, [aLine({ priceFen: 2990 }), aLine({ priceFen: 10 })]);
      expect(await desk.summary(orderId)).toEqual({ customerId, totalFen: 4000, products: '龙井茶 等2件商品' });
      expect(await desk.summary(newId())).toBeNull();
    });

    it('describes a payment in as many characters as WeChat takes, and splits none of them', async () => {
      const customerId = newId();
      const { description } = await desk.payable(
        await place(customerId, [aLine({ productName: '🫖'.repeat(120) })]),
        customerId,
      );
      expect(description).toBe('🫖'.repeat(100));
    });
  });
});
