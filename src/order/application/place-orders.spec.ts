import { newId } from '#kernel';
import { refuseInsideTransaction } from '#platform/database';
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

describe('placing orders', () => {
  onEachDatabase(placingSchemas, (database) => {
    let placing: Placing;
    beforeEach(() => {
      placing = new Placing(database());
    });
    afterEach(() => jest.restoreAllMocks());

    it('saves the order, its event and the key that asked for it, and takes the stock', async () => {
      const wish = aCommand({ items: [{ skuId: 'tea', quantity: 2 }], remark: '请放门口', expectedTotalFen: 6980 });
      const [placement] = await placing.place(wish);
      const id = idOf(placement);
      const view = await placing.queries.view(id, wish.customerId);
      expect(placement).toEqual({ placed: view });
      expect(view).toMatchObject({ status: 'CREATED', goodsFen: 5980, totalFen: 6980, remark: '请放门口' });
      expect(placing.stock.levels.get('tea')).toBe(8);
      expect(await placing.delivery.recorded(id)).toEqual(['1 order.placed delivered']);
      expect(await placing.idempotency.resourceOf(wish.key)).toBe(id);
    });

    it('refuses a risky remark (6003) and takes no stock; without a remark nobody is asked', async () => {
      placing.check.risky.add('risky');
      const wishes = ['risky', null, '', ' ', '请放门口'].map((remark) => aCommand({ remark }));
      expect(await placing.outcomes(...wishes)).toEqual([6003, 'placed', 'placed', 'placed', 'placed']);
      expect(placing.stock.levels.get('tea')).toBe(6);
      expect(placing.check.asked).toEqual(['account: risky', 'account: 请放门口']);
    });

    it('asks about a remark before its transaction is open', async () => {
      const open = jest.spyOn(placing.check, 'accept').mockImplementation(async () => refuseInsideTransaction());
      expect(await placing.outcomes(aCommand({ remark: '请放门口' }))).toEqual(['placed']);
      expect(open).toHaveBeenCalledTimes(1);
    });

    it('merges lines of one SKU, so that together they cannot take more than there is (3001)', async () => {
      const twice = (quantity: number) => ({
        items: [
          { skuId: 'tea', quantity },
          { skuId: 'tea', quantity },
        ],
      });
      const [short] = await placing.place(aCommand(twice(6)));
      const shortages = [{ skuId: 'tea', requested: 12, available: 10 }];
      expect(short).toMatchObject({ refused: { code: 3001, facts: { shortages } } });
      const [placed] = await placing.place(aCommand(twice(5)));
      expect(placed).toMatchObject({ placed: { items: [{ skuId: 'tea', quantity: 10, subtotalFen: 29_900 }] } });
    });

    it('refuses each order for itself, leaves its neighbours placed and its key free', async () => {
      placing.catalogue.put('gone', 1, { onShelf: false });
      placing.catalogue.put('rare', 100);
      const items = (skuId: string) => [{ skuId, quantity: 1 }];
      const offShelf = aCommand({ items: items('gone') });
      const short = aCommand({ items: items('rare') });
      expect(
        await placing.outcomes(
          aCommand(),
          offShelf,
          aCommand({ items: items('unknown') }),
          short,
          aCommand({ expectedTotalFen: 1 }),
          aCommand({ addressId: 'nowhere' }),
          aCommand(),
        ),
      ).toEqual(['placed', 2003, 2002, 3001, 4007, 1002, 'placed']);
      expect(placing.stock.levels.get('tea')).toBe(8);

      placing.catalogue.put('gone', 1);
      placing.stock.levels.set('gone', 1);
      placing.stock.levels.set('rare', 1);
      expect(await placing.outcomes(offShelf, short)).toEqual(['placed', 'placed']);
      expect(await placing.ordersOf(short.customerId)).toHaveLength(1);
    });

    it('serves a list in the order of arrival', async () => {
      placing.stock.levels.set('tea', 2);
      expect(await placing.outcomes(aCommand(), aCommand(), aCommand())).toEqual(['placed', 'placed', 3001]);
    });

    it('an empty list places no order', async () => {
      expect(await placing.place()).toEqual([]);
    });

    it('lets an order that breaks the transaction break it for no other', async () => {
      placing.catalogue.put('cursed', 1);
      placing.stock.broken = { skuId: 'cursed', error: new Error('the lights went out') };
      const cursed = aCommand({ items: [{ skuId: 'cursed', quantity: 1 }] });
      expect(await placing.outcomes(aCommand(), cursed, aCommand())).toEqual([
        'placed',
        'the lights went out',
        'placed',
      ]);
      expect(await placing.ordersOf(cursed.customerId)).toEqual([]);
      placing.stock.broken = null;
      placing.stock.levels.set('cursed', 1);
      expect(await placing.outcomes(cursed)).toEqual(['placed']);
    });

    it('takes the address that is named, else the default one, else none', async () => {
      const customerId = newId();
      const addressOf = async (addressId: string | null) => {
        const [placement] = await placing.place(aCommand({ customerId, addressId }));
        return (await placing.queries.view(idOf(placement), customerId)).address;
      };
      expect(await addressOf(null)).toBeNull();
      placing.users.addresses.set(`${customerId} default`, address);
      placing.users.addresses.set(`${customerId} office`, { ...address, detail: '文三路 2 号' });
      expect(await addressOf(null)).toEqual(address);
      expect(await addressOf('office')).toEqual({ ...address, detail: '文三路 2 号' });
    });

    it('writes address and remark to no row in the clear', async () => {
      const wish = aCommand({ remark: '请放门口' });
      placing.users.addresses.set(`${wish.customerId} default`, address);
      await placing.place(wish);
      const tables = ['orders', 'order_lines', 'outbox', 'idempotency_keys'];
      const rows = await Promise.all(tables.map((table) => database().query(`SELECT * FROM ${table}`)));
      const written = JSON.stringify(rows);
      expect(written).toContain(wish.customerId);
      const planted = ['请放门口', ...Object.values(address).filter((value) => value !== null)];
      expect(planted.filter((value) => written.includes(value))).toEqual([]);
    });

    it('counts the unpaid orders a shopper has (4006)', async () => {
      const customerId = newId();
      placing.stock.levels.set('tea', 100);
      await Promise.all(Array.from({ length: 20 }, () => placing.place(aCommand({ customerId }))));
      expect(await placing.ordersOf(customerId)).toHaveLength(20);
      expect(await placing.outcomes(aCommand({ customerId }))).toEqual([4006]);
    });

    it('takes as many statements for a list as for one order', async () => {
      const execute = jest.spyOn(database(), 'execute');
      const query = jest.spyOn(database(), 'query');
      await placing.place(aCommand());
      expect([execute.mock.calls.length, query.mock.calls.length]).toEqual([4, 1]);
      await placing.place(aCommand(), aCommand(), aCommand());
      expect([execute.mock.calls.length, query.mock.calls.length]).toEqual([8, 2]);
    });
  });
});
