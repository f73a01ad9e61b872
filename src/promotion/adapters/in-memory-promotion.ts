import { Mutex } from 'async-mutex';
import { CouponTemplate, type CouponTemplateState } from '../domain/coupon-template.js';
import { CouponTemplates } from '../domain/coupon-templates.js';
import { Coupon, type CouponState } from '../domain/coupon.js';
import { type CouponChange, Coupons } from '../domain/coupons.js';
import type { Uses } from '../domain/discounts.js';
import { CouponNotFound, CouponTemplateNotFound, FlashPriceNotFound } from '../domain/errors.js';
import { FlashPrice, type FlashPriceState } from '../domain/flash-price.js';
import { FlashPrices, type FlashWindow, type Holdings } from '../domain/flash-prices.js';
import type { PromotionEvent } from '../events.js';

export class InMemoryCouponTemplates extends CouponTemplates {
  readonly states = new Map<string, CouponTemplateState>();
  private readonly turns = new Mutex();

  async add({ state }: CouponTemplate): Promise<void> {
    this.states.set(state.id, state);
  }

  async get(id: string): Promise<CouponTemplate> {
    return this.find(id);
  }

  change(id: string, mutate: (template: CouponTemplate) => void | Promise<void>): Promise<CouponTemplate> {
    return this.turns.runExclusive(async () => {
      const template = this.find(id);
      await mutate(template);
      this.states.set(id, template.state);
      return template;
    });
  }

  private find(id: string): CouponTemplate {
    const state = this.states.get(id);
    if (!state) throw new CouponTemplateNotFound();
    return CouponTemplate.restore(state);
  }
}

export class InMemoryCoupons extends Coupons {
  readonly states = new Map<string, CouponState>();
  readonly published: PromotionEvent[] = [];

  async add(coupon: Coupon): Promise<void> {
    this.states.set(coupon.state.id, coupon.state);
    this.published.push(...coupon.takeEvents());
  }

  async countOf(templateId: string, customerId: string): Promise<number> {
    return this.all((state) => state.templateId === templateId && state.customerId === customerId).length;
  }

  async lock(ids: readonly string[]): Promise<ReadonlyMap<string, Coupon>> {
    return new Map(this.all(({ id }) => ids.includes(id)).map((state) => [state.id, Coupon.restore(state)]));
  }

  async usable(customerId: string, now: Date, limit: number): Promise<readonly Coupon[]> {
    const isGood = ({ period }: CouponState) => period.from <= now && period.until > now;
    return this.all((state) => state.customerId === customerId && state.status === 'UNUSED' && isGood(state))
      .sort((a, b) => a.period.until.getTime() - b.period.until.getTime() || (a.id < b.id ? -1 : 1))
      .slice(0, limit)
      .map((state) => Coupon.restore(state));
  }

  async get(id: string): Promise<Coupon> {
    const state = this.states.get(id);
    if (!state) throw new CouponNotFound();
    return Coupon.restore(state);
  }

  async change(ids: readonly string[], mutate: (coupons: ReadonlyMap<string, Coupon>) => void): Promise<void> {
    this.changeTogether(
      ({ id }) => ids.includes(id),
      (coupons) => mutate(new Map(coupons.map((coupon) => [coupon.state.id, coupon]))),
    );
  }

  async changeUsedFor(orderId: string, mutate: CouponChange): Promise<void> {
    this.changeTogether(
      (state) => state.orderId === orderId,
      (coupons) => coupons.forEach(mutate),
    );
  }

  async changeAllOf(customerId: string, mutate: CouponChange): Promise<void> {
    this.changeTogether(
      (state) => state.customerId === customerId,
      (coupons) => coupons.forEach(mutate),
    );
  }

  async changeOver(now: Date, limit: number, mutate: CouponChange): Promise<number> {
    const isOver = ({ status, period }: CouponState) => status === 'UNUSED' && period.until <= now;
    return this.changeTogether(isOver, (coupons) => coupons.forEach(mutate), limit);
  }

  /** At once, so that nobody comes between; how many were changed. */
  private changeTogether(
    which: (state: CouponState) => boolean,
    mutate: (coupons: readonly Coupon[]) => void,
    limit = Infinity,
  ): number {
    const states = this.all(which).slice(0, limit);
    const coupons = states.map((state) => Coupon.restore(state));
    mutate(coupons);
    for (const { state } of coupons) this.states.set(state.id, state);
    return coupons.filter(({ state }, at) => state !== states[at]).length;
  }

  private all(which: (state: CouponState) => boolean): CouponState[] {
    return [...this.states.values()].filter(which);
  }
}

export class InMemoryFlashPrices extends FlashPrices {
  readonly states = new Map<string, FlashPriceState>();
  private takings: { orderId: string; customerId: string; flashPriceId: string; units: number }[] = [];

  async add({ state }: FlashPrice): Promise<void> {
    this.states.set(state.id, state);
  }

  async change(id: string, mutate: (price: FlashPrice) => void): Promise<FlashPrice> {
    const state = this.states.get(id);
    if (!state) throw new FlashPriceNotFound();
    const price = FlashPrice.restore(state);
    mutate(price);
    this.states.set(id, price.state);
    return price;
  }

  async windows(from: Date, until: Date): Promise<readonly FlashWindow[]> {
    return [...this.states.values()]
      .filter(({ startsAt, endsAt, closedAt }) => endsAt > from && startsAt < until && closedAt === null)
      .map(({ id, skuId, startsAt, endsAt }) => ({ id, skuId, startsAt, endsAt }));
  }

  async find(ids: readonly string[]): Promise<readonly FlashPrice[]> {
    return [...ids].sort().flatMap((id) => {
      const state = this.states.get(id);
      return state ? [FlashPrice.restore(state)] : [];
    });
  }

  async holdings(): Promise<Holdings> {
    return (flashPriceId, customerId) =>
      this.takings
        .filter((taking) => taking.flashPriceId === flashPriceId && taking.customerId === customerId)
        .reduce((sum, { units }) => sum + units, 0);
  }

  async take(uses: readonly Uses[]): Promise<void> {
    for (const { orderId, customerId, flash } of uses) {
      for (const { flashPriceId, units } of flash) {
        this.move(flashPriceId, units);
        this.takings.push({ orderId, customerId, flashPriceId, units });
      }
    }
  }

  async giveBack(orderId: string): Promise<void> {
    for (const { flashPriceId, units } of this.takings.filter((taking) => taking.orderId === orderId)) {
      this.move(flashPriceId, -units);
    }
    this.takings = this.takings.filter((taking) => taking.orderId !== orderId);
  }

  private move(id: string, units: number): void {
    const state = this.states.get(id);
    if (!state) throw new FlashPriceNotFound();
    const sold = state.sold + units;
    if (sold < 0 || sold > state.unitsLimit) throw new Error(`Of flash price ${id} that many units cannot be sold`);
    this.states.set(id, { ...state, sold });
  }
}
