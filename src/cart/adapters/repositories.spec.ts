import { ManualClock, newId } from '#kernel';
import { onEachDatabase } from '../../../test/support/databases.js';
import { aLine, limits } from '../testing/a-cart.js';
import { cartsContract } from './carts.contract.js';
import { InMemoryCarts, InMemoryTakeOuts } from './in-memory-carts.js';
import { cartSchema } from './schema.js';
import { SqlCarts } from './sql-carts.js';
import { SqlMerges } from './sql-merges.js';
import { SqlTakeOuts } from './sql-take-outs.js';
import { takeOutsContract } from './take-outs.contract.js';

const clock = new ManualClock();

describe('carts in memory', () => {
  const carts = new InMemoryCarts();
  cartsContract(() => carts);
});

describe('take-outs in memory', () => {
  const takeOuts = new InMemoryTakeOuts();
  takeOutsContract(() => takeOuts);
});

describe('carts', () => {
  onEachDatabase([cartSchema], (database) => {
    cartsContract(() => new SqlCarts(database(), clock));

    it('join the transaction of whoever asks', async () => {
      const [customerId, line] = [newId(), aLine()];
      const carts = new SqlCarts(database(), clock);
      const adding = database().transaction(async () => {
        await carts.change(customerId, (cart) => cart.add(line, limits, line.addedAt));
        throw new Error('somebody was erased');
      });
      await expect(adding).rejects.toThrow('somebody was erased');
      expect((await carts.of(customerId)).lines).toEqual([]);
    });

    it('are untouched by a change of nothing', async () => {
      const [customerId, line] = [newId(), aLine()];
      const carts = new SqlCarts(database(), clock);
      const changed = () => database().query('SELECT changed_at FROM carts WHERE customer_id = ?', [customerId]);
      await carts.change(customerId, (cart) => cart.clear());
      expect(await changed()).toEqual([]);
      await carts.change(customerId, (cart) => cart.add(line, limits, line.addedAt));
      const before = await changed();
      clock.advance(1_000);
      await carts.change(customerId, (cart) => cart.takeOut([{ skuId: newId(), quantity: 1 }]));
      expect(await changed()).toEqual(before);
      await carts.change(customerId, (cart) => cart.clear());
      expect(await changed()).not.toEqual(before);
    });
  });
});

describe('take-outs', () => {
  onEachDatabase([cartSchema], (database) => takeOutsContract(() => new SqlTakeOuts(database(), clock)));
});

describe('merges', () => {
  onEachDatabase([cartSchema], (database) => {
    it('remember what was not taken, as it was sent, and know nothing of others', async () => {
      const merges = new SqlMerges(database());
      const [id, customerId] = [newId(), newId()];
      const refused = [
        { skuId: 'sku-nobody-knows', quantity: 3, code: 2002 },
        { skuId: newId(), quantity: 1, code: 7002 },
      ];
      await merges.add({ id, customerId, refused, at: clock.now() });
      expect(await merges.refusedOf(id)).toEqual(refused);
      expect(await merges.refusedOf(newId())).toEqual([]);
    });
  });
});
