import { DatabaseUnavailable } from '#platform/database';
import { onEachDatabase } from '../../../test/support/databases.js';
import { aCommand, idOf, Placing, placingSchemas } from '../testing/placing.js';

const address = {
  recipient: '王小明',
  phone: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '龙井路 1 号',
  postalCode: null,
};

describe('[P10] placing orders with an idempotency key', () => {
  onEachDatabase(placingSchemas, (database) => {
    let placing: Placing;
    beforeEach(() => {
      placing = new Placing(database());
    });

    it('happens once under one key: a repeat answers the order of the first', async () => {
      const wish = aCommand();
      const [first] = await placing.place(wish);
      placing.catalogue.put('tea', 1);
      expect(await placing.place(wish)).toEqual([{ replayed: idOf(first) }]);
      expect(await placing.ordersOf(wish.customerId)).toHaveLength(1);
      expect(placing.stock.levels.get('tea')).toBe(9);
    });

    it('happens once however many send one key at once', async () => {
      const wish = aCommand();
      const placements = (await Promise.all(Array.from({ length: 10 }, () => placing.place(wish)))).flat();
      const [id] = (await placing.ordersOf(wish.customerId)).map((order) => order.id);
      expect(placements.filter((one) => 'placed' in one)).toHaveLength(1);
      expect(placements.filter((one) => 'replayed' in one && one.replayed === id)).toHaveLength(9);
      expect(await placing.ordersOf(wish.customerId)).toHaveLength(1);
    });

    it('answers a repeat even when its remark is held for risky since', async () => {
      const wish = aCommand({ remark: '请放门口' });
      const [first] = await placing.place(wish);
      placing.check.risky.add('请放门口');
      expect(await placing.place(wish)).toEqual([{ replayed: idOf(first) }]);
    });

    it('answers a repeat even when the address has been removed since', async () => {
      const wish = aCommand({ addressId: 'home' });
      placing.users.addresses.set(`${wish.customerId} home`, address);
      const [first] = await placing.place(wish);
      placing.users.addresses.clear();
      expect(await placing.place(wish)).toEqual([{ replayed: idOf(first) }]);
    });

    it('asks a database that does not answer once: the caller has waited for it already', async () => {
      jest.spyOn(placing.users, 'addressOf').mockRejectedValue(new DatabaseUnavailable());
      const query = jest.spyOn(placing.database, 'query');
      expect(await placing.outcomes(aCommand({ addressId: 'home' }))).toEqual([503]);
      expect(query).not.toHaveBeenCalled();
      query.mockRestore();
    });

    it('[P11] refuses a key that came with another body (4004)', async () => {
      const wish = aCommand();
      await placing.place(wish);
      expect(await placing.outcomes({ ...wish, key: { ...wish.key, fingerprint: 'another body' } })).toEqual([4004]);
    });

    it('answers repeats beside new orders in one list', async () => {
      const wish = aCommand();
      await placing.place(wish);
      expect(await placing.outcomes(aCommand(), wish, aCommand())).toEqual(['placed', 'replayed', 'placed']);
    });

    it('makes one order of two equal requests in one list', async () => {
      const wish = aCommand();
      expect((await placing.outcomes(wish, wish)).sort()).toEqual(['placed', 'replayed']);
      expect(await placing.ordersOf(wish.customerId)).toHaveLength(1);
    });
  });
});
