import { DomainError, ManualClock, Money, newId } from '#kernel';
import type { Config } from '#platform/config';
import { cryptoSchema } from '#platform/crypto';
import { eventsSchema } from '#platform/events';
import { Idempotency, idempotencySchema } from '#platform/idempotency';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import { aCipher } from '../adapters/in-memory-cipher.js';
import { InMemoryCatalogue, InMemoryStock, InMemoryUserDirectory } from '../adapters/in-memory-shop.js';
import { OrderQueries } from '../adapters/order.queries.js';
import { orderSchema } from '../adapters/schema.js';
import { DetailsCipher } from '../adapters/sealed-details.js';
import { SqlOrders } from '../adapters/sql-orders.js';
import { FlatFreight } from '../domain/pricing.js';
import { DraftOrder } from './draft-order.js';
import { type PlaceOrderCommand, PlaceOrders, type Placement } from './place-orders.js';

const clock = new ManualClock();
const config = { order: { paymentTtl: 1_800_000, unpaidMaxPerShopper: 20 } } as Config;
const freight = new FlatFreight(Money.ofFen(1000), Money.zero);
const address = {
  recipient: '王小明',
  phone: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '龙井路 1 号',
  postalCode: null,
};

class AddressNotFound extends DomainError {
  constructor() {
    super({ code: 1002, kind: 'not-found', zh: '地址不存在', en: 'Address not found' });
  }
}

/** `placed`, `replayed` or the code of the refusal (its message, where it has no code). */
const outcomeOf = (placement: Placement | undefined) => {
  if (!placement) return 'nothing';
  if (!('refused' in placement)) return 'placed' in placement ? 'placed' : 'replayed';
  return placement.refused instanceof DomainError ? placement.refused.code : placement.refused.message;
};
const idOf = (placement: Placement | undefined) =>
  placement && 'placed' in placement ? placement.placed.id : 'no order';

describe('placing orders', () => {
  onEachDatabase([orderSchema, eventsSchema, cryptoSchema, idempotencySchema], (database) => {
    let catalogue: InMemoryCatalogue;
    let stock: InMemoryStock;
    let users: InMemoryUserDirectory;
    let placeOrders: PlaceOrders;
    let queries: OrderQueries;
    let delivery: EventDelivery;
    beforeEach(() => {
      catalogue = new InMemoryCatalogue();
      stock = new InMemoryStock();
      users = new InMemoryUserDirectory(new AddressNotFound());
      delivery = new EventDelivery(database(), clock);
      const details = new DetailsCipher(aCipher(database()));
      const orders = new SqlOrders(database(), delivery.outbox, details);
      const draftOrder = new DraftOrder(orders, freight, config, clock);
      const idempotency = new Idempotency(database(), clock);
      placeOrders = new PlaceOrders(orders, catalogue, stock, users, draftOrder, idempotency, database());
      queries = new OrderQueries(database(), orders, details);
      catalogue.put('tea', 2990);
      stock.levels.set('tea', 10);
    });

    afterEach(() => jest.restoreAllMocks());

    const command = (wish: Partial<PlaceOrderCommand> = {}): PlaceOrderCommand => {
      const customerId = wish.customerId ?? newId();
      const items = [{ skuId: 'tea', quantity: 1 }];
      const key = { owner: customerId, route: 'POST /orders', key: newId(), fingerprint: 'body' };
      return { customerId, items, addressId: null, remark: null, expectedTotalFen: null, key, ...wish };
    };
    const place = async (...commands: readonly PlaceOrderCommand[]) => placeOrders.execute(commands);
    const outcomes = async (...commands: readonly PlaceOrderCommand[]) => (await place(...commands)).map(outcomeOf);
    const ordersOf = async (customerId: string) =>
      (await queries.list(customerId, undefined, { limit: 100, after: null })).items;

    it('saves the order, its event and the key that asked for it, and takes the stock', async () => {
      const wish = command({ items: [{ skuId: 'tea', quantity: 2 }], remark: '请放门口', expectedTotalFen: 6980 });
      const [placement] = await place(wish);
      const id = idOf(placement);
      const view = await queries.view(id, wish.customerId);
      expect(placement).toEqual({ placed: view });
      expect(view).toMatchObject({ status: 'CREATED', goodsFen: 5980, totalFen: 6980, remark: '请放门口' });
      expect(stock.levels.get('tea')).toBe(8);
      expect(await delivery.recorded(id)).toEqual(['1 order.placed delivered']);
      expect(await new Idempotency(database(), clock).resourceOf(wish.key)).toBe(id);
    });

    it('merges lines of one SKU, so that together they cannot take more than there is (3001)', async () => {
      const twice = (quantity: number) => ({
        items: [
          { skuId: 'tea', quantity },
          { skuId: 'tea', quantity },
        ],
      });
      const [short] = await place(command(twice(6)));
      const shortages = [{ skuId: 'tea', requested: 12, available: 10 }];
      expect(short).toMatchObject({ refused: { code: 3001, facts: { shortages } } });
      const [placed] = await place(command(twice(5)));
      expect(placed).toMatchObject({ placed: { items: [{ skuId: 'tea', quantity: 10, subtotalFen: 29_900 }] } });
    });

    it('refuses each order for itself, leaves its neighbours placed and its key free', async () => {
      catalogue.put('gone', 1, { onShelf: false });
      catalogue.put('rare', 100);
      const items = (skuId: string) => [{ skuId, quantity: 1 }];
      const offShelf = command({ items: items('gone') });
      const short = command({ items: items('rare') });
      expect(
        await outcomes(
          command(),
          offShelf,
          command({ items: items('unknown') }),
          short,
          command({ expectedTotalFen: 1 }),
          command({ addressId: 'nowhere' }),
          command(),
        ),
      ).toEqual(['placed', 2003, 2002, 3001, 4007, 1002, 'placed']);
      expect(stock.levels.get('tea')).toBe(8);

      catalogue.put('gone', 1);
      stock.levels.set('gone', 1);
      stock.levels.set('rare', 1);
      expect(await outcomes(offShelf, short)).toEqual(['placed', 'placed']);
      expect(await ordersOf(short.customerId)).toHaveLength(1);
    });

    it('serves a list in the order of arrival', async () => {
      stock.levels.set('tea', 2);
      expect(await outcomes(command(), command(), command())).toEqual(['placed', 'placed', 3001]);
    });

    it('of nobody is nothing', async () => {
      expect(await place()).toEqual([]);
    });

    it('happens once under one key: a repeat answers the order of the first', async () => {
      const wish = command();
      const [first] = await place(wish);
      catalogue.put('tea', 1);
      expect(await place(wish)).toEqual([{ replayed: idOf(first) }]);
      expect(await ordersOf(wish.customerId)).toHaveLength(1);
      expect(stock.levels.get('tea')).toBe(9);
    });

    it('happens once however many send one key at once', async () => {
      const wish = command();
      const placements = (await Promise.all(Array.from({ length: 10 }, () => place(wish)))).flat();
      const [id] = (await ordersOf(wish.customerId)).map((order) => order.id);
      expect(placements.filter((one) => 'placed' in one)).toHaveLength(1);
      expect(placements.filter((one) => 'replayed' in one && one.replayed === id)).toHaveLength(9);
      expect(await ordersOf(wish.customerId)).toHaveLength(1);
    });

    it('answers a repeat even when the address has been removed since', async () => {
      const wish = command({ addressId: 'home' });
      users.addresses.set(`${wish.customerId} home`, address);
      const [first] = await place(wish);
      users.addresses.clear();
      expect(await place(wish)).toEqual([{ replayed: idOf(first) }]);
    });

    it('refuses a key that came with another body (4004)', async () => {
      const wish = command();
      await place(wish);
      expect(await outcomes({ ...wish, key: { ...wish.key, fingerprint: 'another body' } })).toEqual([4004]);
    });

    it('answers repeats beside new orders in one list', async () => {
      const wish = command();
      await place(wish);
      expect(await outcomes(command(), wish, command())).toEqual(['placed', 'replayed', 'placed']);
    });

    it('makes one order of two equal requests in one list', async () => {
      const wish = command();
      expect((await outcomes(wish, wish)).sort()).toEqual(['placed', 'replayed']);
      expect(await ordersOf(wish.customerId)).toHaveLength(1);
    });

    it('lets an order that breaks the transaction break it for no other', async () => {
      catalogue.put('cursed', 1);
      stock.broken = { skuId: 'cursed', error: new Error('the lights went out') };
      const cursed = command({ items: [{ skuId: 'cursed', quantity: 1 }] });
      expect(await outcomes(command(), cursed, command())).toEqual(['placed', 'the lights went out', 'placed']);
      expect(await ordersOf(cursed.customerId)).toEqual([]);
      stock.broken = null;
      stock.levels.set('cursed', 1);
      expect(await outcomes(cursed)).toEqual(['placed']);
    });

    it('takes the address that is named, else the default one, else none', async () => {
      const customerId = newId();
      const addressOf = async (addressId: string | null) => {
        const [placement] = await place(command({ customerId, addressId }));
        return (await queries.view(idOf(placement), customerId)).address;
      };
      expect(await addressOf(null)).toBeNull();
      users.addresses.set(`${customerId} default`, address);
      users.addresses.set(`${customerId} office`, { ...address, detail: '文三路 2 号' });
      expect(await addressOf(null)).toEqual(address);
      expect(await addressOf('office')).toEqual({ ...address, detail: '文三路 2 号' });
    });

    it('writes address and remark to no row in the clear', async () => {
      const wish = command({ remark: '请放门口' });
      users.addresses.set(`${wish.customerId} default`, address);
      await place(wish);
      const tables = ['orders', 'order_lines', 'outbox', 'idempotency_keys'];
      const rows = await Promise.all(tables.map((table) => database().query(`SELECT * FROM ${table}`)));
      const written = JSON.stringify(rows);
      expect(written).toContain(wish.customerId);
      const planted = ['请放门口', ...Object.values(address).filter((value) => value !== null)];
      expect(planted.filter((value) => written.includes(value))).toEqual([]);
    });

    it('counts the unpaid orders a shopper has (4006)', async () => {
      const customerId = newId();
      stock.levels.set('tea', 100);
      await Promise.all(Array.from({ length: 20 }, () => place(command({ customerId }))));
      expect(await ordersOf(customerId)).toHaveLength(20);
      expect(await outcomes(command({ customerId }))).toEqual([4006]);
    });

    it('takes as many statements for a list as for one order, but for the count of unpaid ones', async () => {
      const execute = jest.spyOn(database(), 'execute');
      const query = jest.spyOn(database(), 'query');
      await place(command());
      expect([execute.mock.calls.length, query.mock.calls.length]).toEqual([4, 1]);
      await place(command(), command(), command());
      expect([execute.mock.calls.length, query.mock.calls.length]).toEqual([8, 4]);
    });
  });
});
