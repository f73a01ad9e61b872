import { onEachDatabase } from '../../../test/support/databases.js';
import { OutOfStock } from '../domain/errors.js';
import { aCommand, Placing, placingSchemas } from '../testing/placing.js';
import { CheckoutDesk } from './checkout-desk.js';

describe('the checkout', () => {
  onEachDatabase(placingSchemas, (database) => {
    let placing: Placing;
    let checkout: CheckoutDesk;
    beforeEach(() => {
      placing = new Placing(database());
      checkout = new CheckoutDesk(placing.gathered, placing.queries);
    });

    it('[P10] places an order once under one key, and answers a repeat with the order as it is', async () => {
      const { customerId: id, account, items, key } = aCommand();
      const first = await checkout.place({ id, account }, { items }, key);
      expect(first).toMatchObject({ replayed: false, order: { status: 'CREATED', remark: null, address: null } });
      expect(await checkout.place({ id, account }, { items }, key)).toEqual({ order: first.order, replayed: true });
      expect(await placing.ordersOf(id)).toHaveLength(1);
    });

    it('hands on what the order says besides its items', async () => {
      const { customerId: id, account, items, key } = aCommand();
      const request = { items, remark: '请放门口', expectedTotalFen: 1 };
      await expect(checkout.place({ id, account }, request, key)).rejects.toMatchObject({ code: 4007 });
      const { order } = await checkout.place({ id, account }, { ...request, expectedTotalFen: 3990 }, key);
      expect(order.remark).toBe('请放门口');
      const elsewhere = { items, addressId: 'nowhere' };
      const { key: other } = aCommand({ customerId: id });
      await expect(checkout.place({ id, account }, elsewhere, other)).rejects.toMatchObject({ code: 1002 });
    });

    it('throws why there is no order', async () => {
      const { customerId: id, account, key } = aCommand();
      const items = [{ skuId: 'tea', quantity: 11 }];
      await expect(checkout.place({ id, account }, { items }, key)).rejects.toThrow(OutOfStock);
    });
  });
});
