import { newId } from '#kernel';
import { FlashPriceNotFound } from '../domain/errors.js';
import type { FlashPrices } from '../domain/flash-prices.js';
import { aFlashPrice, HOUR, later, now } from '../testing/promotions.js';

export interface KeptFlashPrices {
  readonly prices: FlashPrices;
  /** Runs `work` in a transaction, where there are transactions. */
  together<T>(work: () => Promise<T>): Promise<T>;
}

/** What every adapter of the port keeps to. */
export function flashPricesContract(kept: () => KeptFlashPrices): void {
  const add = async (state: Parameters<typeof aFlashPrice>[0] = {}) => {
    const price = aFlashPrice(state);
    await kept().prices.add(price);
    return price.state;
  };
  const stateOf = async (id: string) => (await kept().prices.find([id], false))[0]?.state;
  const take = (flashPriceId: string, units: number, { orderId = newId(), customerId = newId() } = {}) =>
    kept().together(async () => {
      await kept().prices.find([flashPriceId], true);
      await kept().prices.take([{ orderId, customerId, couponId: null, flash: [{ flashPriceId, units }] }], now);
      return orderId;
    });
  const giveBack = (orderId: string) => kept().together(() => kept().prices.giveBack(orderId, now));

  it('gives back what was kept, by id', async () => {
    const [one, other] = [await add({ shopperLimit: 3 }), await add({ priceFen: Number.MAX_SAFE_INTEGER })];
    const sorted = [one, other].sort((a, b) => (a.id < b.id ? -1 : 1));
    const found = await kept().together(() => kept().prices.find([other.id, newId(), one.id], true));
    expect(found.map(({ state }) => state)).toEqual(sorted);
    expect(await kept().prices.find([], true)).toEqual([]);
  });

  it('saves that it is closed', async () => {
    const { id } = await add();
    await kept().prices.change(id, (price) => price.close(later(5)));
    expect(await stateOf(id)).toMatchObject({ closedAt: later(5) });
    await expect(kept().prices.change(newId(), () => undefined)).rejects.toThrow(FlashPriceNotFound);
  });

  it('knows when which are in force, now or soon', async () => {
    const ends = later(1_000 * HOUR);
    const [running, coming] = [await add({ endsAt: later(1) }), await add({ startsAt: later(5), endsAt: ends })];
    await add({ endsAt: now });
    await add({ closedAt: now });
    const far = await add({ startsAt: later(10), endsAt: ends });
    const windows = await kept().prices.windows(now, later(10));
    const mine = windows.filter(({ id }) => id === running.id || id === coming.id);
    expect(new Set(mine)).toEqual(
      new Set([running, coming].map(({ id, skuId, startsAt, endsAt }) => ({ id, skuId, startsAt, endsAt }))),
    );
    expect(windows.every(({ endsAt }) => endsAt > now)).toBe(true);
    expect(windows.map(({ id }) => id)).not.toContain(far.id);
  });

  it('counts what orders take, several at once, and who has it', async () => {
    const [one, other] = [await add({ unitsLimit: 10 }), await add({ unitsLimit: 10 })];
    const [me, them] = [newId(), newId()];
    await kept().together(() =>
      kept().prices.take(
        [
          { orderId: newId(), customerId: me, couponId: null, flash: [{ flashPriceId: one.id, units: 2 }] },
          {
            orderId: newId(),
            customerId: them,
            couponId: null,
            flash: [
              { flashPriceId: one.id, units: 3 },
              { flashPriceId: other.id, units: 4 },
            ],
          },
          { orderId: newId(), customerId: me, couponId: newId(), flash: [] },
        ],
        now,
      ),
    );
    await kept().prices.take([], now);
    expect([await stateOf(one.id), await stateOf(other.id)]).toMatchObject([{ sold: 5 }, { sold: 4 }]);
    const holdings = await kept().prices.holdings([one.id, other.id], [me, them]);
    expect([holdings(one.id, me), holdings(one.id, them), holdings(other.id, me), holdings(other.id, them)]).toEqual([
      2, 3, 0, 4,
    ]);
  });

  it('counts none beyond the limit, whatever was decided', async () => {
    const { id } = await add({ unitsLimit: 5 });
    await take(id, 4);
    await expect(take(id, 2)).rejects.toThrow();
    expect(await stateOf(id)).toMatchObject({ sold: 4 });
  });

  it('gives back what an order took, once, however often it is told', async () => {
    const [{ id }, customerId] = [await add(), newId()];
    const orderId = await take(id, 2, { customerId });
    await take(id, 1, { customerId });
    await giveBack(newId());
    expect(await stateOf(id)).toMatchObject({ sold: 3 });
    await giveBack(orderId);
    await giveBack(orderId);
    expect(await stateOf(id)).toMatchObject({ sold: 1 });
    expect((await kept().prices.holdings([id], [customerId]))(id, customerId)).toBe(1);
  });
}
