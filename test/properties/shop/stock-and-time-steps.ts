import { newId } from '#kernel';
import type { IdempotencyKey } from '#platform/idempotency';
import { AdjustStock } from '../../../src/inventory/application/adjust-stock.js';
import { seen } from './agreement.js';
import { type RunningShop, STAFF } from './running-shop.js';
import type { ModelOrder, ShopModel } from './shop-model.js';
import { codeOf, type Disturbance, type Heard, heard, Step } from './step.js';

const AUTO_RECEIPT = 10 * 86_400_000;

interface Adjustment {
  readonly skuId: string;
  readonly key: IdempotencyKey;
}

/** Staff correct the stock; the request comes twice. */
export class Adjust extends Step<Adjustment, Heard<unknown>[]> {
  readonly name: string;

  constructor(
    private readonly sku: number,
    private readonly delta: number,
    disturbance: Disturbance,
  ) {
    super(disturbance);
    this.name = `staff add ${delta} to ${sku}`;
  }

  check(): boolean {
    return true;
  }

  intend(_: ShopModel, shop: RunningShop): Adjustment {
    const key = { owner: STAFF.id ?? '', route: 'POST /adjustments', key: newId(), fingerprint: 'body' };
    return { skuId: shop.skuIds[this.sku] ?? '', key };
  }

  act({ skuId, key }: Adjustment, shop: RunningShop): Promise<Heard<unknown>[]> {
    const adjustment = { skuId, delta: this.delta, reason: '盘点', actor: STAFF, key };
    const adjust = () => heard('adjust', () => shop.get(AdjustStock).execute(adjustment));
    return Promise.all([adjust(), adjust()]);
  }

  expect(model: ShopModel, _: Adjustment, said: Heard<unknown>[]): void {
    const levels = model.stock[this.sku];
    if (!levels) throw new Error('There is no such SKU');
    const possible = levels.available + this.delta >= 0;
    expect(said.map(codeOf)).toEqual(possible ? [null, null] : [3001, 3001]);
    if (possible) levels.available += this.delta;
  }
}

/** Time passes, and every job has its turn. */
export class TimePasses extends Step<object, void> {
  readonly name: string;
  private advanced = 0;

  constructor(
    private readonly milliseconds: number,
    private readonly first: 'expiry' | 'questions',
    disturbance: Disturbance,
  ) {
    super(disturbance);
    this.name = `${milliseconds / 60_000} minutes pass, ${first} first`;
  }

  check(): boolean {
    return true;
  }

  intend(_: ShopModel, { clock }: RunningShop): object {
    this.advanced = clock.now().getTime() + this.milliseconds;
    return {};
  }

  /** The same time does not pass twice. */
  async act(_: object, shop: RunningShop): Promise<void> {
    const left = this.advanced - shop.clock.now().getTime();
    if (left > 0) shop.clock.advance(left);
    await shop.runJobs(this.first);
  }

  async expect(model: ShopModel, _: object, __: void, shop: RunningShop): Promise<void> {
    const { orders } = await seen(shop);
    const now = shop.clock.now();
    for (const order of model.orders) {
      if (order.status === 'CREATED' && order.expiresAt <= now) this.expire(model, order, shop, orders.get(order.id));
      if (order.status === 'SHIPPED' && order.shippedAt && order.shippedAt.getTime() + AUTO_RECEIPT <= now.getTime())
        order.status = 'COMPLETED';
    }
  }

  /** Money that came in time counts, unless nobody could tell of it for too long. */
  private expire(model: ShopModel, order: ModelOrder, { wechat }: RunningShop, status: string | undefined): void {
    const [paid] = wechat.paid(order.id);
    if (!paid || (this.disturbance === 'silence' && status === 'CANCELLED')) model.cancel(order);
    else model.hear(order, paid.request.attemptNo);
  }
}
