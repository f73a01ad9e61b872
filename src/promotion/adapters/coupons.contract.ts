import { newId } from '#kernel';
import type { CouponTemplates } from '../domain/coupon-templates.js';
import { Coupon } from '../domain/coupon.js';
import type { Coupons } from '../domain/coupons.js';
import { CouponNotFound, CouponUsed } from '../domain/errors.js';
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
  const use = async (couponId: string, orderId = newId()) => {
    await kept().coupons.change([couponId], (coupons) => coupons.get(couponId)?.useFor(orderId, now));
    return orderId;
  };
  const giveBack = (orderId: string, at = now) =>
    kept().coupons.changeUsedFor(orderId, (coupon) => coupon.giveBack(orderId, at));
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

  it('saves what becomes of several at once, each for its order, and hands over none that is not there', async () => {
    const [one, other, untouched] = [
      await claim(),
      await claim({ period: { from: now, until: later(10) } }),
      await claim(),
    ];
    const orders = new Map([one, other].map(({ id }) => [id, newId()]));
    await kept().coupons.change([...orders.keys(), untouched.id, newId()], (coupons) => {
      expect(coupons.size).toBe(3);
      for (const [id, orderId] of orders) coupons.get(id)?.useFor(orderId, later(5));
    });
    for (const { id, ...state } of [one, other]) {
      const used = { status: 'USED', orderId: orders.get(id), usedAt: later(5) };
      expect(await stateOf(id)).toEqual({ ...state, id, ...used });
    }
    expect(await stateOf(untouched.id)).toEqual(untouched);
    await kept().coupons.change([], () => undefined);
  });

  it('saves none of several when the change throws, as when one is used already', async () => {
    const [used, unused] = [await claim(), await claim()];
    const orderId = await use(used.id);
    const using = kept().coupons.change([unused.id, used.id], (coupons) => {
      for (const id of [unused.id, used.id]) coupons.get(id)?.useFor(newId(), now);
    });
    await expect(using).rejects.toThrow(CouponUsed);
    expect(await stateOf(used.id)).toMatchObject({ orderId });
    expect(await stateOf(unused.id)).toEqual(unused);
  });

  it('lets one order use a coupon, however many come at once', async () => {
    const { id } = await claim();
    const uses = await Promise.allSettled(Array.from({ length: 8 }, () => use(id)));
    const orderIds = uses.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(orderIds).toEqual([(await stateOf(id)).orderId]);
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

  it('changes what is unused and over, some at a time, and only that', async () => {
    const over = { from: later(-5), until: later(-3 * HOUR) };
    const at = later(-2 * HOUR);
    const expire = (limit: number) => kept().coupons.changeOver(at, limit, (coupon) => coupon.expire(at));
    const [due, used, good] = [await claim({ period: over }), await claim({ period: over }), await claim()];
    await use(used.id);
    await claim({ period: over });
    expect(await kept().coupons.changeOver(at, 10, () => undefined)).toBe(0);
    expect([await expire(1), await expire(10), await expire(10)]).toEqual([1, 1, 0]);
    const statuses = await Promise.all([due, used, good].map(async ({ id }) => (await stateOf(id)).status));
    expect(statuses).toEqual(['EXPIRED', 'USED', 'UNUSED']);
  });

  it('changes all that one shopper has, each as it is, and of nobody else', async () => {
    const customerId = newId();
    const over = { from: later(-5), until: later(-3) };
    const [unused, used, theirs] = [await claim({ customerId }), await claim({ customerId }), await claim()];
    const before = await claim({ customerId, period: over });
    const orderId = await use(used.id);
    await kept().coupons.changeAllOf(customerId, (coupon) => coupon.end(now));
    const statuses = () => Promise.all([unused, used, theirs].map(async ({ id }) => (await stateOf(id)).status));
    expect(await statuses()).toEqual(['EXPIRED', 'USED', 'UNUSED']);
    await giveBack(orderId);
    expect(await statuses()).toEqual(['EXPIRED', 'EXPIRED', 'UNUSED']);
    expect((await stateOf(before.id)).period).toEqual(over);
    expect((await stateOf(theirs.id)).period).toEqual(theirs.period);
  });
}
