import { newId } from '#kernel';
import type { CouponTemplates } from '../domain/coupon-templates.js';
import { Coupon } from '../domain/coupon.js';
import type { Coupons } from '../domain/coupons.js';
import { CouponNotFound } from '../domain/errors.js';
import { aTemplate, HOUR, later, now, someTerms } from '../testing/promotions.js';

export interface KeptCoupons {
  readonly templates: CouponTemplates;
  readonly coupons: Coupons;
  /** Runs `work` in a transaction, where there are transactions. */
  together<T>(work: () => Promise<T>): Promise<T>;
  /** Types of the events that were published of one, oldest first. */
  published(couponId: string): Promise<readonly string[]>;
}

/** What every adapter of the port keeps to. */
export function couponsContract(kept: () => KeptCoupons): void {
  const claim = async (claimed: Partial<Parameters<typeof Coupon.claim>[0]> = {}) => {
    const template = aTemplate();
    if (claimed.templateId === undefined) await kept().templates.add(template);
    const mine = { id: newId(), templateId: template.state.id, customerId: newId(), no: 1, claimedAt: now };
    const period = { from: now, until: later(HOUR) };
    const coupon = Coupon.claim({ ...mine, terms: someTerms, period, ...claimed });
    await kept().together(() => kept().coupons.add(coupon));
    return coupon.state;
  };
  const use = (couponId: string, orderId = newId()) =>
    kept().together(async () => {
      await kept().coupons.use([{ couponId, orderId }], now);
      return orderId;
    });
  const giveBack = (orderId: string, at = now) => kept().together(() => kept().coupons.giveBack(orderId, at));
  const stateOf = async (id: string) => (await kept().coupons.get(id)).state;

  it('gives back what was kept, with whatever terms', async () => {
    for (const terms of [
      someTerms,
      { ...someTerms, benefit: { type: 'percent', percentOff: 20, capFen: null } },
      { ...someTerms, benefit: { type: 'free-freight' }, scope: { type: 'products', ids: [newId(), newId()] } },
      { ...someTerms, thresholdFen: Number.MAX_SAFE_INTEGER, scope: { type: 'categories', ids: [newId()] } },
    ] as const) {
      const state = await claim({ terms });
      expect(await stateOf(state.id)).toEqual(state);
    }
    await expect(kept().coupons.get(newId())).rejects.toThrow(CouponNotFound);
  });

  it('publishes that it is claimed', async () => {
    const { id } = await claim();
    expect(await kept().published(id)).toEqual(['coupon.claimed']);
  });

  it('counts what a shopper has claimed of a template', async () => {
    const { templateId, customerId } = await claim();
    await claim({ templateId, customerId, no: 2 });
    await claim({ templateId });
    expect(await kept().coupons.countOf(templateId, customerId)).toBe(2);
    expect(await kept().coupons.countOf(newId(), customerId)).toBe(0);
  });

  it('locks those that are there', async () => {
    const [one, other] = [await claim(), await claim()];
    const locked = await kept().together(() => kept().coupons.lock([other.id, newId(), one.id]));
    expect(new Map([...locked].map(([id, { state }]) => [id, state]))).toEqual(
      new Map([one, other].map((state) => [state.id, state])),
    );
    expect(await kept().coupons.lock([])).toEqual(new Map());
  });

  it('marks several as used at once, each for its order', async () => {
    const [one, other] = [await claim(), await claim()];
    const uses = [one, other].map(({ id: couponId }) => ({ couponId, orderId: newId() }));
    await kept().together(() => kept().coupons.use(uses, later(5)));
    for (const { couponId, orderId } of uses) {
      expect(await stateOf(couponId)).toMatchObject({ status: 'USED', orderId, usedAt: later(5) });
    }
    await kept().coupons.use([], now);
  });

  it('uses none twice', async () => {
    const { id } = await claim();
    const orderId = await use(id);
    await expect(use(id)).rejects.toThrow('could be used');
    expect(await stateOf(id)).toMatchObject({ orderId });
  });

  it('gives a coupon back once, however often it is told', async () => {
    const { id } = await claim();
    const orderId = await use(id);
    await giveBack(newId());
    expect(await stateOf(id)).toMatchObject({ status: 'USED' });
    await giveBack(orderId);
    await giveBack(orderId);
    expect(await stateOf(id)).toMatchObject({ status: 'UNUSED', orderId: null, usedAt: null });
    const next = await use(id);
    await giveBack(orderId);
    expect(await stateOf(id)).toMatchObject({ status: 'USED', orderId: next });
  });

  it('gives back an expired coupon when its time is over by then', async () => {
    const { id } = await claim();
    await giveBack(await use(id), later(HOUR));
    expect(await stateOf(id)).toMatchObject({ status: 'EXPIRED', orderId: null });
  });

  it('knows what a shopper may use now, what ends soonest first', async () => {
    const customerId = newId();
    const period = (from: number, until: number) => ({ from: later(from), until: later(until) });
    const long = await claim({ customerId, period: period(0, 30) });
    const short = await claim({ customerId, period: period(-5, 20) });
    await claim({ customerId, period: period(1, 30) });
    await claim({ customerId, period: period(-5, 0) });
    await use((await claim({ customerId })).id);
    await claim();
    const usable = async (limit: number) =>
      (await kept().coupons.usable(customerId, now, limit)).map(({ state }) => state.id);
    expect([await usable(10), await usable(1)]).toEqual([[short.id, long.id], [short.id]]);
  });

  it('marks as expired what is unused and over, and only that', async () => {
    const over = { from: later(-5), until: later(-3 * HOUR) };
    const [due, used, good] = [await claim({ period: over }), await claim({ period: over }), await claim()];
    await use(used.id);
    await claim({ period: over });
    expect(await kept().coupons.expire(later(-2 * HOUR), 1)).toBe(1);
    expect(await kept().coupons.expire(later(-2 * HOUR), 10)).toBe(1);
    expect(await kept().coupons.expire(later(-2 * HOUR), 10)).toBe(0);
    const statuses = await Promise.all([due, used, good].map(async ({ id }) => (await stateOf(id)).status));
    expect(statuses).toEqual(['EXPIRED', 'USED', 'UNUSED']);
  });

  it('ends all that one shopper has, also what is given back later', async () => {
    const customerId = newId();
    const over = { from: later(-5), until: later(-3) };
    const [unused, used, theirs] = [await claim({ customerId }), await claim({ customerId }), await claim()];
    const before = await claim({ customerId, period: over });
    const orderId = await use(used.id);
    await kept().coupons.endOf(customerId, now);
    const statuses = () => Promise.all([unused, used, theirs].map(async ({ id }) => (await stateOf(id)).status));
    expect(await statuses()).toEqual(['EXPIRED', 'USED', 'UNUSED']);
    await giveBack(orderId);
    expect(await statuses()).toEqual(['EXPIRED', 'EXPIRED', 'UNUSED']);
    expect((await stateOf(before.id)).period).toEqual(over);
    expect((await stateOf(theirs.id)).period).toEqual(theirs.period);
  });
}
