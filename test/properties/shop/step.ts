import type { AsyncCommand } from 'fast-check';
import { DomainError } from '#kernel';
import { asActivity } from '#platform/activity';
import { agree } from './agreement.js';
import type { RunningShop } from './running-shop.js';
import type { ModelOrder, ShopModel } from './shop-model.js';

/** What somebody heard: the answer, or the code of the refusal. */
export type Heard<T> = { readonly answer: T } | { readonly code: number };

/** @throws what is no refusal */
export async function heard<T>(purpose: string, work: () => Promise<T>): Promise<Heard<T>> {
  try {
    return { answer: await asActivity(purpose, work) };
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code };
    throw error;
  }
}

export const codeOf = (said: Heard<unknown>) => ('code' in said ? said.code : null);

/** What goes wrong while something is done: the process dies at the n-th step, or WeChat's answers get lost. */
export type Disturbance = { readonly crashAt: number } | 'silence' | null;

/**
 * Something that is done to the shop, and to the model. `Intent` is what somebody wants, keys included: whoever does not
 * hear what became of it asks again for the same.
 */
export abstract class Step<Intent, Answer> implements AsyncCommand<ShopModel, RunningShop> {
  constructor(protected readonly disturbance: Disturbance) {}

  abstract readonly name: string;
  abstract check(model: Readonly<ShopModel>): boolean;
  /** Null: there is nothing to be done now. */
  abstract intend(model: ShopModel, shop: RunningShop): Intent | null;
  /** Safe to repeat. */
  abstract act(intent: Intent, shop: RunningShop): Promise<Answer>;
  /** What the answer must be, and what has become of the model. */
  abstract expect(model: ShopModel, intent: Intent, answer: Answer, shop: RunningShop): void | Promise<void>;

  async run(model: ShopModel, shop: RunningShop): Promise<void> {
    const intent = this.intend(model, shop);
    if (intent === null) return;
    if (this.disturbance !== null) await this.actDisturbed(intent, shop, this.disturbance);
    const answer = await this.act(intent, shop);
    await shop.settle();
    await this.expect(model, intent, answer, shop);
    await agree(model, shop);
  }

  toString(): string {
    const how =
      this.disturbance === null
        ? ''
        : this.disturbance === 'silence'
          ? ', unheard'
          : `, dies at ${this.disturbance.crashAt}`;
    return `${this.name}${how}`;
  }

  private async actDisturbed(
    intent: Intent,
    shop: RunningShop,
    disturbance: Exclude<Disturbance, null>,
  ): Promise<void> {
    if (disturbance === 'silence') shop.wechat.silent = true;
    else shop.crashPoints.arm(disturbance.crashAt);
    try {
      await this.act(intent, shop);
      await shop.settle();
    } catch {
      // Whoever asked hears nothing, or that it went wrong.
    }
    await shop.idle();
    shop.wechat.silent = false;
    shop.crashPoints.revive();
    await shop.recover();
  }
}

/** A step that concerns one of the orders there are. */
export abstract class OrderStep<Intent extends { readonly order: ModelOrder }, Answer> extends Step<Intent, Answer> {
  constructor(
    private readonly which: number,
    disturbance: Disturbance,
  ) {
    super(disturbance);
  }

  check({ orders }: Readonly<ShopModel>): boolean {
    return orders.length > 0;
  }

  /** Whether this step makes sense for an order; now and then it is tried where it does not. */
  protected suits(_: ModelOrder): boolean {
    return true;
  }

  protected orderOf({ orders }: ShopModel): ModelOrder {
    const suitable = this.which % 8 === 0 ? [] : orders.filter((order) => this.suits(order));
    const candidates = suitable.length > 0 ? suitable : orders;
    const order = candidates[this.which % candidates.length];
    if (!order) throw new Error('There are no orders');
    return order;
  }
}
