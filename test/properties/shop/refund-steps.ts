import { newId } from '#kernel';
import type { IdempotencyKey, IdempotentResult } from '#platform/idempotency';
import { DecideRefund } from '../../../src/order/application/decide-refund.js';
import { RequestRefund } from '../../../src/order/application/request-refund.js';
import { tell } from './payment-steps.js';
import { type RunningShop, STAFF } from './running-shop.js';
import type { ModelOrder, ModelRefund, ShopModel } from './shop-model.js';
import { codeOf, type Disturbance, type Heard, heard, OrderStep } from './step.js';

interface Wanted {
  readonly order: ModelOrder;
  readonly amountFen: number | null;
  readonly key: IdempotencyKey;
}

/** @param part hundredths of the order's total; null: all that is left */
export class AskRefund extends OrderStep<Wanted, Heard<IdempotentResult>> {
  readonly name: string;

  constructor(
    which: number,
    private readonly part: number | null,
    disturbance: Disturbance,
  ) {
    super(which, disturbance);
    this.name = `${part === null ? 'all that is left' : `${part} %`} is to go back`;
  }

  intend(model: ShopModel): Wanted {
    const order = this.orderOf(model);
    const amountFen = this.part === null ? null : Math.max(1, Math.floor((order.totalFen * this.part) / 100));
    const key = { owner: order.command.customerId, route: 'POST /refunds', key: newId(), fingerprint: 'body' };
    return { order, amountFen, key };
  }

  act(
    { order: { id: orderId, command }, amountFen, key }: Wanted,
    shop: RunningShop,
  ): Promise<Heard<IdempotentResult>> {
    const { customerId } = command;
    const wanted = { orderId, customerId, amountFen, reason: '不想要了', key };
    return heard('refund', () => shop.get(RequestRefund).execute(wanted));
  }

  expect(model: ShopModel, { order, amountFen }: Wanted, said: Heard<IdempotentResult>): void {
    expect(codeOf(said)).toBe(model.refusalOfRefund(order, amountFen));
    if ('answer' in said) model.askRefund(order, said.answer.id, amountFen);
  }

  protected override suits({ status }: ModelOrder): boolean {
    return status !== 'CREATED' && status !== 'CANCELLED';
  }
}

interface OfRefund {
  readonly order: ModelOrder;
  readonly refund: ModelRefund;
  readonly key: IdempotencyKey;
}

abstract class RefundStep<Answer> extends OrderStep<OfRefund, Answer> {
  override check({ orders }: Readonly<ShopModel>): boolean {
    return orders.some(({ refunds }) => refunds.length > 0);
  }

  intend(model: ShopModel): OfRefund | null {
    const order = this.orderOf(model);
    const refund = order.refunds.find(({ status }) => this.waits(status)) ?? order.refunds[0];
    const key = { owner: STAFF.id ?? '', route: 'POST /decisions', key: newId(), fingerprint: 'body' };
    return refund ? { order, refund, key } : null;
  }

  protected override suits({ refunds }: ModelOrder): boolean {
    return refunds.some(({ status }) => this.waits(status));
  }

  protected abstract waits(status: ModelRefund['status']): boolean;
}

export class Decide extends RefundStep<Heard<IdempotentResult>> {
  readonly name: string;

  constructor(
    which: number,
    private readonly approved: boolean,
    disturbance: Disturbance,
  ) {
    super(which, disturbance);
    this.name = `a refund is ${approved ? 'approved' : 'rejected'}`;
  }

  act({ refund: { id: refundId }, key }: OfRefund, shop: RunningShop): Promise<Heard<IdempotentResult>> {
    const rejection = this.approved ? null : '已发货';
    return heard('decide', () => shop.get(DecideRefund).execute({ refundId, rejection, actor: STAFF, key }));
  }

  expect(_: ShopModel, { refund }: OfRefund, said: Heard<IdempotentResult>): void {
    expect(codeOf(said)).toBe(refund.status === 'REQUESTED' ? null : 4002);
    if (refund.status === 'REQUESTED') refund.status = this.approved ? 'PROCESSING' : 'REJECTED';
  }

  protected waits(status: ModelRefund['status']): boolean {
    return status === 'REQUESTED';
  }
}

/** WeChat sends the money, or, when a shopper had asked for it, will not; the news comes some times, or gets lost. */
export class Arrive extends RefundStep<void> {
  readonly name: string;

  constructor(
    which: number,
    private readonly succeeds: boolean,
    private readonly copies: number,
    disturbance: Disturbance,
  ) {
    super(which, disturbance);
    this.name = `WeChat ${succeeds ? 'sends' : 'does not send'} a refund, told ${copies} times`;
  }

  async act({ refund: { id, asked } }: OfRefund, shop: RunningShop): Promise<void> {
    if (!shop.wechat.refunds.has(`R${id}`)) return;
    shop.wechat.settleRefund(`R${id}`, this.succeeds || !asked);
    await Promise.all(Array.from({ length: this.copies }, () => tell(shop, `R${id}`)));
  }

  expect(model: ShopModel, { order, refund }: OfRefund, _: void, shop: RunningShop): void {
    const news = shop.wechat.refunds.get(`R${refund.id}`)?.news.outcome;
    if (this.copies === 0 || refund.status !== 'PROCESSING' || news === 'processing') return;
    model.followRefund(order, refund, news === 'succeeded' ? 'SUCCEEDED' : 'FAILED');
  }

  protected waits(status: ModelRefund['status']): boolean {
    return status === 'PROCESSING';
  }
}
