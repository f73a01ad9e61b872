import { ManualClock, newId } from '#kernel';
import { cryptoSchema, PersonalDataUnreadable } from '#platform/crypto';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import { OrderNotFound } from '../domain/errors.js';
import { aLine, anOrder } from '../testing/an-order.js';
import { aCipher } from '#platform/crypto/testing';
import { InMemoryOrders } from './in-memory-orders.js';
import { ordersContract } from './orders.contract.js';
import { orderSchema } from './schema.js';
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
  postalCode: null,
};
const details = { address, remark: '请放门口' };

describe('orders in memory', () => {
  const orders = new InMemoryOrders();
  const published = async (orderId: string) =>
    orders.published.filter((event) => event.orderId === orderId).map(({ type }) => type);
  ordersContract(() => ({ orders, published }));
});

describe('orders', () => {
  onEachDatabase([orderSchema, eventsSchema, cryptoSchema, revocationSchema], (database) => {
    let orders: SqlOrders;
    let cipher: DetailsCipher;
    let delivery: EventDelivery;
    beforeAll(() => {
      delivery = new EventDelivery(database(), clock);
      cipher = new DetailsCipher(aCipher(database()));
      orders = new SqlOrders(database(), delivery.outbox, cipher);
    });
    const published = async (orderId: string) =>
      (await delivery.recorded(orderId)).map((event) => event.split(' ')[1] ?? '');
    ordersContract(() => ({ orders, published }));

    const add = async () => {
      const order = anOrder({ lines: [aLine(), aLine()] });
      await orders.add([{ order, details: await orders.seal(order.id, order.snapshot.customerId, details) }]);
      return order.id;
    };
    const rowOf = async (orderId: string) => {
      const [row] = await database().query('SELECT * FROM orders WHERE id = ?', [orderId]);
      return row;
    };

    it('record their events with the version each change made', async () => {
      const orderId = await add();
      await orders.change(orderId, (order) => order.cancel('customer', clock.now()));
      expect(await delivery.recorded(orderId)).toEqual(['1 order.placed delivered', '2 order.cancelled delivered']);
    });

    it('and their events come and go with the transaction of whoever adds them', async () => {
      const order = anOrder();
      const placing = database().transaction(async () => {
        await orders.add([{ order, details: { address: null, remark: null } }]);
        throw new Error('no stock');
      });
      await expect(placing).rejects.toThrow('no stock');
      await expect(orders.get(order.id)).rejects.toThrow(OrderNotFound);
      expect(await delivery.recorded(order.id)).toEqual([]);
      const lines = await database().query('SELECT order_id FROM order_lines WHERE order_id = ?', [order.id]);
      expect(lines).toEqual([]);
    });

    it('and their events stay as they are when a change is rolled back', async () => {
      const orderId = await add();
      const changing = database().transaction(async () => {
        await orders.change(orderId, (order) => order.cancel('customer', clock.now()));
        throw new Error('and then the lights went out');
      });
      await expect(changing).rejects.toThrow('lights');
      expect((await orders.get(orderId)).status).toBe('CREATED');
      expect(await delivery.recorded(orderId)).toEqual(['1 order.placed delivered']);
    });

    it('refuse a change to a version that is not the present one any more', async () => {
      const orderId = await add();
      const changing = orders.change(orderId, (order) => {
        order.cancel('customer', clock.now());
        void database().execute('UPDATE orders SET version = 7 WHERE id = ?', [orderId]);
      });
      await expect(changing).rejects.toThrow(`Order ${orderId} was changed by somebody else`);
      expect(await rowOf(orderId)).toMatchObject({ status: 'CREATED', version: 1 });
      expect(await delivery.recorded(orderId)).toEqual(['1 order.placed delivered']);
    });

    it('[P28] hold personal data sealed: address and remark are in no row', async () => {
      const orderId = await add();
      const rows = JSON.stringify([
        await rowOf(orderId),
        await database().query('SELECT * FROM order_lines WHERE order_id = ?', [orderId]),
        await database().query('SELECT * FROM outbox WHERE aggregate_id = ?', [orderId]),
      ]);
      const planted = ['王小明', '13800138000', '浙江省', '杭州市', '西湖区', '龙井路', '请放门口'];
      expect(planted.filter((value) => rows.includes(value))).toEqual([]);
      const row = await rowOf(orderId);
      const sealed = { address: String(row?.['address']), remark: String(row?.['remark']) };
      expect(await cipher.open(orderId, sealed)).toEqual(details);
    });

    it('[F14] hold personal data bound to its row and column', async () => {
      const [mine, yours] = [newId(), newId()];
      const sealed = await orders.seal(yours, newId(), details);
      await expect(cipher.open(mine, sealed)).rejects.toThrow(PersonalDataUnreadable);
      const swapped = { address: sealed.remark, remark: sealed.address };
      await expect(cipher.open(yours, swapped)).rejects.toThrow(PersonalDataUnreadable);
    });

    it('hold nothing where there is no address and no remark', async () => {
      const none = { address: null, remark: null };
      expect(await orders.seal(newId(), newId(), none)).toEqual(none);
      expect(await cipher.open(newId(), none)).toEqual(none);
    });
  });
});
