import { DomainError, ManualClock, newId } from '#kernel';
import type { Config } from '#platform/config';
import { Idempotency, IdempotencyKeyReused, idempotencySchema } from '#platform/idempotency';
import { onEachDatabase } from '../../../test/support/databases.js';
import type { OrderDesk } from '../../order/index.js';
import type { UserDirectory } from '../../user/index.js';
import { cartSchema } from '../adapters/schema.js';
import { SqlCarts } from '../adapters/sql-carts.js';
import { SqlMerges } from '../adapters/sql-merges.js';
import { LineNotFound, SkuNotFound, SkuOffShelf, TooManyOfOne } from '../domain/errors.js';
import { aKey, InMemoryCatalogue, InMemoryCheckout } from '../testing/surroundings.js';
import { AddToCart } from './add-to-cart.js';
import { ChangeLine } from './change-line.js';
import { EmptyCart } from './empty-cart.js';
import { MergeIntoCart } from './merge-into-cart.js';
import { OrderFromCart } from './order-from-cart.js';
import { RemoveLine } from './remove-line.js';
import { SelectLines } from './select-lines.js';

const clock = new ManualClock();
const config = { cart: { linesMax: 3 } } as Config;

class Gone extends DomainError {
  constructor() {
    super({ code: 1001, kind: 'not-found', zh: '用户不存在', en: 'User not found' });
  }
}

describe('a shopper', () => {
  onEachDatabase([cartSchema, idempotencySchema], (database) => {
    let customerId: string;
    let [tea, cup, pot]: string[] = [];
    const erased = new Set<string>();
    const users = {
      hold: async (id: string) => {
        if (erased.has(id)) throw new Gone();
      },
    } as UserDirectory;
    const made = () => {
      const [carts, idempotency] = [new SqlCarts(database(), clock), new Idempotency(database(), clock)];
      const [catalogue, checkout] = [new InMemoryCatalogue(), new InMemoryCheckout()];
      const orders = { view: async (id: string, owner: string) => ({ id, remark: `seen by ${owner}` }) };
      return {
        carts,
        catalogue,
        checkout,
        idempotency,
        add: new AddToCart(carts, catalogue, users, idempotency, clock, config),
        merge: new MergeIntoCart(carts, new SqlMerges(database()), catalogue, users, idempotency, clock, config),
        order: new OrderFromCart(carts, checkout, orders as unknown as OrderDesk, idempotency),
        change: new ChangeLine(carts, config),
        remove: new RemoveLine(carts),
        select: new SelectLines(carts),
        empty: new EmptyCart(carts),
      };
    };
    let shop: ReturnType<typeof made>;
    beforeEach(() => {
      shop = made();
      [customerId, tea, cup, pot] = [newId(), newId(), newId(), newId()] as [string, string, string, string];
      for (const [at, skuId] of [tea, cup, pot].entries()) shop.catalogue.put(skuId, 100 + at);
    });
    const put = (skuId: string | undefined, quantity = 1, key: string | null = null) =>
      shop.add.execute({ customerId, skuId: skuId ?? '', quantity, key: key === null ? null : aKey(customerId, key) });
    const lines = async () =>
      (await shop.carts.of(customerId)).lines
        .map(({ skuId, quantity }) => [skuId, quantity] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1));

    it('puts in what is on the shelf, at its price of now, selected', async () => {
      await put(tea, 2);
      expect((await shop.carts.of(customerId)).lines).toEqual([
        { skuId: tea, quantity: 2, selected: true, addedPriceFen: 100, addedAt: clock.now() },
      ]);
      await put(tea, 3);
      expect(await lines()).toEqual([[tea, 5]]);
    });

    it('puts in neither what nobody sells nor what is off the shelf', async () => {
      shop.catalogue.put(cup ?? '', 1, false);
      await expect(put(newId())).rejects.toThrow(SkuNotFound);
      await expect(put(cup)).rejects.toThrow(SkuOffShelf);
      expect(await lines()).toEqual([]);
    });

    it('has as many units of one as an order may have', async () => {
      await put(tea, 999);
      await expect(put(tea)).rejects.toThrow(TooManyOfOne);
      await expect(shop.change.execute({ customerId, skuId: tea ?? '', changes: { quantity: 1_000 } })).rejects.toThrow(
        TooManyOfOne,
      );
    });

    it('puts in once under one key, and as often as asked without', async () => {
      expect(await put(tea, 1, 'key')).toMatchObject({ replayed: false });
      expect(await put(tea, 1, 'key')).toMatchObject({ replayed: true });
      expect(await lines()).toEqual([[tea, 1]]);
      await put(tea);
      expect(await lines()).toEqual([[tea, 2]]);
    });

    it('who is erased puts nothing in', async () => {
      erased.add(customerId);
      await expect(put(tea)).rejects.toThrow(Gone);
      const merging = { customerId, lines: [{ skuId: tea ?? '', quantity: 1, selected: true }], key: aKey(customerId) };
      await expect(shop.merge.execute(merging)).rejects.toThrow(Gone);
      expect(await lines()).toEqual([]);
    });

    it('changes, removes and selects what is there, and empties the cart', async () => {
      await put(tea);
      await put(cup);
      await shop.change.execute({ customerId, skuId: tea ?? '', changes: { quantity: 4 } });
      await shop.select.execute({ customerId, selected: false, skuIds: null });
      await shop.select.execute({ customerId, selected: true, skuIds: [tea ?? ''] });
      const selected = (await shop.carts.of(customerId)).lines.filter((line) => line.selected);
      expect(selected).toMatchObject([{ skuId: tea, quantity: 4 }]);
      await shop.remove.execute({ customerId, skuId: tea ?? '' });
      await expect(shop.remove.execute({ customerId, skuId: tea ?? '' })).rejects.toThrow(LineNotFound);
      expect(await lines()).toEqual([[cup, 1]]);
      await shop.empty.execute({ customerId });
      await shop.empty.execute({ customerId });
      expect(await lines()).toEqual([]);
    });

    describe('merges what was collected before signing in', () => {
      const wanted = (skuId: string | undefined, quantity = 1, selected = true) => ({
        skuId: skuId ?? '',
        quantity,
        selected,
      });
      const merge = (wishes: readonly ReturnType<typeof wanted>[], key = newId(), fingerprint = 'body') =>
        shop.merge.execute({ customerId, lines: wishes, key: { ...aKey(customerId, key), fingerprint } });

      it('adding it up with what is there', async () => {
        await put(tea, 2);
        const merged = await merge([wanted(tea, 3, false), wanted(cup, 1, false), wanted(cup, 4, false)]);
        expect(merged).toMatchObject({ replayed: false, refused: [] });
        const bySku = new Map((await shop.carts.of(customerId)).lines.map((line) => [line.skuId, line]));
        expect(bySku.get(tea ?? '')).toMatchObject({ quantity: 5, selected: true, addedPriceFen: 100 });
        expect(bySku.get(cup ?? '')).toMatchObject({ quantity: 5, selected: false, addedPriceFen: 101 });
      });

      it('telling what cannot be taken, which fails none of the others', async () => {
        const [hidden, nobodys] = [newId(), 'nobody-sells-this'];
        shop.catalogue.put(hidden, 1, false);
        const jar = newId();
        shop.catalogue.put(jar, 1);
        const { refused } = await merge([
          wanted(nobodys, 7),
          wanted(hidden),
          wanted(tea, 999),
          wanted(tea, 2),
          wanted(cup),
          wanted(pot),
          wanted(jar, 3),
          wanted(cup),
        ]);
        expect(refused).toEqual([
          { skuId: nobodys, quantity: 7, code: 2002 },
          { skuId: hidden, quantity: 1, code: 2003 },
          { skuId: tea, quantity: 2, code: 7003 },
          { skuId: jar, quantity: 3, code: 7002 },
        ]);
        const expected = [[tea, 999] as const, [cup, 2] as const, [pot, 1] as const];
        expect(await lines()).toEqual(expected.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)));
      });

      it('[P10] once under one key; a repeat is told the same, and another merge under it is refused', async () => {
        const wishes = [wanted(tea), wanted('nobody-sells-this')];
        const refused = [{ skuId: 'nobody-sells-this', quantity: 1, code: 2002 }];
        const first = await merge(wishes, 'key');
        expect(first).toMatchObject({ replayed: false, refused });
        expect(await merge(wishes, 'key')).toEqual({ ...first, replayed: true });
        await expect(merge(wishes, 'key', 'other')).rejects.toThrow(IdempotencyKeyReused);
        expect(await lines()).toEqual([[tea, 1]]);
      });

      it('[P10] once when the same request comes several times at once', async () => {
        const merges = await Promise.all(Array.from({ length: 10 }, () => merge([wanted(tea, 3)], 'key')));
        expect(merges.filter(({ replayed }) => !replayed)).toHaveLength(1);
        expect(await lines()).toEqual([[tea, 3]]);
      });

      it('losing nothing when a line is put in meanwhile', async () => {
        await Promise.all([
          ...Array.from({ length: 5 }, () => put(tea)),
          merge([wanted(tea, 10)]),
          merge([wanted(tea)]),
        ]);
        expect(await lines()).toEqual([[tea, 16]]);
      });

      it('keeping nothing of it when it fails half way', async () => {
        jest.spyOn(shop.catalogue, 'offers').mockRejectedValueOnce(new Error('no database'));
        await expect(merge([wanted(tea)], 'key')).rejects.toThrow('no database');
        expect(await merge([wanted(tea)], 'key')).toMatchObject({ replayed: false });
      });
    });

    describe('orders from the cart', () => {
      const order = (skuIds: readonly (string | undefined)[], key = newId(), fingerprint = 'body') =>
        shop.order.execute({
          shopper: { id: customerId, account: 'account' },
          skuIds: skuIds.map((skuId) => skuId ?? ''),
          order: { remark: '请放门口', expectedTotalFen: 1 },
          key: { ...aKey(customerId, key), fingerprint },
        });
      /** As the transaction of an order remembers it. */
      const remember = (key: string, orderId: string) =>
        shop.idempotency.once(aKey(customerId, key), orderId, async () => undefined);

      it('as many units as are there, and hands on all else', async () => {
        await put(tea, 2);
        await put(cup, 3);
        expect(await order([cup, tea, cup])).toMatchObject({ replayed: false });
        const items = [
          { skuId: cup, quantity: 3 },
          { skuId: tea, quantity: 2 },
        ];
        const shopper = { id: customerId, account: 'account' };
        expect(shop.checkout.asked).toEqual([{ shopper, request: { remark: '请放门口', expectedTotalFen: 1, items } }]);
      });

      it('nothing when one of the lines is not there, and says which', async () => {
        await put(tea);
        await expect(order([tea, cup])).rejects.toMatchObject({ code: 7001, facts: { skuIds: [cup] } });
        expect(shop.checkout.asked).toEqual([]);
      });

      it('[P10] once: the same request is answered with the same order when its lines are gone', async () => {
        await remember('key', 'the order');
        const again = { replayed: true, order: { id: 'the order', remark: `seen by ${customerId}` } };
        expect(await order([tea], 'key')).toEqual(again);
        await expect(order([tea], 'key', 'other')).rejects.toThrow(IdempotencyKeyReused);
        await expect(order([tea], 'another key')).rejects.toThrow(LineNotFound);
      });

      it('and hears what the order context refuses', async () => {
        await put(tea);
        shop.checkout.refusal = new Gone();
        await expect(order([tea])).rejects.toThrow(Gone);
      });
    });
  });
});
