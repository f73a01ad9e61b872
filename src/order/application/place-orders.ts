import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { Database, isDatabaseUnavailable, isLockWaitTimeout } from '#platform/database';
import { Idempotency, nameOf } from '#platform/idempotency';
import { Catalogue } from '../../catalog/index.js';
import { Stock } from '../../inventory/index.js';
import { UserDirectory } from '../../user/index.js';
import { OutOfStock } from '../domain/errors.js';
import { Order } from '../domain/order.js';
import { Orders } from '../domain/orders.js';
import { type LimitedUses, type PriceAnswer, Pricing, type WantedOrder } from '../domain/pricing.js';
import { ContentCheck } from './content-check.js';
import { DraftOrder } from './draft-order.js';
import {
  failed,
  firstOfEachKey,
  type PlaceOrderCommand,
  type Placement,
  placementOf,
  type PreparedOrder,
  type Refusal,
  repeatOf,
  replayOf,
} from './placement.js';
import { refusable } from './refusable.js';

interface Drafted {
  readonly prepared: PreparedOrder;
  /** Null: it depends on what becomes of another one of the list, and is decided after it. */
  readonly outcome: Order | Refusal | null;
  readonly uses: LimitedUses | null;
}

interface Wanted {
  readonly prepared: PreparedOrder;
  /** Null as in Drafted. */
  readonly wanted: WantedOrder | Refusal | null;
}

type Decided = readonly [PreparedOrder, Placement];

/**
 * Places a list of orders, each all or nothing by itself: prices from the catalogue as they are now, stock reserved,
 * order, events and idempotency key saved, in one transaction for the whole list.
 */
@Injectable()
export class PlaceOrders {
  constructor(
    private readonly orders: Orders,
    private readonly catalogue: Catalogue,
    private readonly stock: Stock,
    private readonly users: UserDirectory,
    private readonly contentCheck: ContentCheck,
    private readonly draftOrder: DraftOrder,
    private readonly pricing: Pricing,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
  ) {}

  /** One placement for each command, in the same order. */
  async execute(commands: readonly PlaceOrderCommand[]): Promise<readonly Placement[]> {
    const prepared = await Promise.all(commands.map((command) => this.prepare(command)));
    const placements = (await this.place(prepared.filter((one) => 'orderId' in one))).values();
    return prepared.map((one) => ('orderId' in one ? (placements.next().value ?? failed(null)) : one));
  }

  /** What comes before the transaction; or what has become of the order already. */
  async prepare(command: PlaceOrderCommand): Promise<PreparedOrder | Placement> {
    try {
      const orderId = newId();
      const address = await this.users.addressOf(command.customerId, command.addressId);
      const { remark, account } = command;
      if (remark?.trim()) await this.contentCheck.accept(remark, account);
      const details = { address, remark };
      return { command, orderId, details, sealed: await this.orders.seal(orderId, command.customerId, details) };
    } catch (error) {
      // Who has waited for a database that does not answer is not made to wait for it again.
      if (isDatabaseUnavailable(error)) return failed(error);
      // The address of an order that was placed may be gone by now, its remark refused: a repeat is answered all the same.
      const earlier = await this.replay(command);
      return 'replayed' in earlier ? earlier : failed(error);
    }
  }

  /** One placement for each, in the same order: what they would hear if they came one after the other. */
  async place(prepared: readonly PreparedOrder[]): Promise<readonly Placement[]> {
    const placements = new Map<PreparedOrder, Placement>();
    for (let left = prepared; left.length > 0; left = left.filter((one) => !placements.has(one))) {
      const firsts = firstOfEachKey(left);
      for (const [one, placement] of await this.placeTogether([...firsts.values()])) placements.set(one, placement);
      for (const one of left) {
        const first = firsts.get(nameOf(one.command.key)) ?? one;
        const repeat = first === one ? null : repeatOf(first, placements.get(first), one);
        if (repeat) placements.set(one, repeat);
      }
    }
    return prepared.map((one) => placements.get(one) ?? failed(null));
  }

  private async placeTogether(ready: readonly PreparedOrder[]): Promise<readonly Decided[]> {
    try {
      return await this.database.transaction(() => this.placeAll(ready));
    } catch (error) {
      // One of them spoilt the transaction for all: by itself it spoils only its own. But a database that does not answer
      // is nobody's fault, and none of them is made to wait for it again.
      const everybodys = isDatabaseUnavailable(error) && !isLockWaitTimeout(error);
      return ready.length > 1 && !everybodys ? this.placeOneByOne(ready) : ready.map((one) => [one, failed(error)]);
    }
  }

  private async placeOneByOne(ready: readonly PreparedOrder[]): Promise<readonly Decided[]> {
    return (await Promise.all(ready.map((one) => this.placeTogether([one])))).flat();
  }

  private async replay({ key }: PlaceOrderCommand): Promise<Placement> {
    try {
      return { replayed: await this.idempotency.resourceOf(key) };
    } catch (error) {
      return failed(error);
    }
  }

  /** Leaves out those that are to be decided after others of the list. */
  private async placeAll(ready: readonly PreparedOrder[]): Promise<readonly Decided[]> {
    const claims = ready.map(({ command, orderId }) => ({ key: command.key, resourceId: orderId }));
    const taken = new Map((await this.idempotency.claim(claims)).map(({ key, resourceId }) => [key, resourceId]));
    const drafted = await this.reserveStock(await this.draft(ready.filter(({ command }) => !taken.has(command.key))));
    const placed = drafted.flatMap(({ outcome, prepared }) =>
      outcome instanceof Order ? { order: outcome, details: prepared.sealed } : [],
    );
    const unplaced = drafted.flatMap(({ outcome, prepared }) => (outcome instanceof Order ? [] : prepared.command.key));
    const uses = drafted.flatMap((one) => (one.outcome instanceof Order && one.uses ? [one.uses] : []));
    if (uses.length > 0) await this.pricing.take(uses);
    await this.orders.add(placed);
    await this.idempotency.giveBack(unplaced);
    return [
      ...ready.flatMap((one): Decided[] => {
        const resourceId = taken.get(one.command.key);
        return resourceId === undefined ? [] : [[one, replayOf(resourceId)]];
      }),
      ...drafted.flatMap(({ prepared, outcome }): Decided[] =>
        outcome ? [[prepared, placementOf(prepared, outcome)]] : [],
      ),
    ];
  }

  private async draft(ready: readonly PreparedOrder[]): Promise<readonly Drafted[]> {
    if (ready.length === 0) return [];
    const offers = await this.catalogue.offers(ready.flatMap(({ command }) => command.items.map(({ skuId }) => skuId)));
    const most = this.draftOrder.unpaidMost;
    const customers = [...new Set(ready.map(({ command }) => command.customerId))];
    const unpaid = most === Infinity ? new Map<string, number>() : await this.orders.countUnpaid(customers);
    const more = new Map<string, number>();
    const all = ready.map((prepared): Wanted => {
      const { customerId } = prepared.command;
      const [before, now] = [unpaid.get(customerId) ?? 0, more.get(customerId) ?? 0];
      // One before it may be the last that this shopper may have, or may still be short of stock.
      if (before < most && before + now >= most) return { prepared, wanted: null };
      const wanted = refusable(() => this.draftOrder.want(prepared.orderId, prepared.command, offers, before));
      if (!('refused' in wanted)) more.set(customerId, now + 1);
      return { prepared, wanted };
    });
    const orders = all.flatMap(({ wanted }) => (wanted && !('refused' in wanted) ? [wanted] : []));
    const prices = (await this.pricing.price(orders)).values();
    return all.map(({ prepared, wanted }): Drafted => {
      if (!wanted || 'refused' in wanted) return { prepared, outcome: wanted, uses: null };
      return this.draftOne(prepared, wanted, prices.next().value ?? null);
    });
  }

  private draftOne(prepared: PreparedOrder, wanted: WantedOrder, price: PriceAnswer): Drafted {
    if (!price || 'refused' in price) return { prepared, outcome: price, uses: null };
    const { expectedTotalFen } = prepared.command;
    return {
      prepared,
      outcome: refusable(() => this.draftOrder.execute(wanted, price, expectedTotalFen)),
      uses: price.uses,
    };
  }

  private async reserveStock(drafted: readonly Drafted[]): Promise<readonly Drafted[]> {
    const orders = drafted.flatMap(({ outcome }) => (outcome instanceof Order ? [outcome] : []));
    if (orders.length === 0) return drafted;
    const shortages = await this.stock.reserve(orders.map(({ id, units }) => ({ orderId: id, lines: units })));
    const lacking = new Map(orders.map((order, at) => [order, shortages[at] ?? []]));
    return drafted.map((one) => {
      const short = (one.outcome instanceof Order && lacking.get(one.outcome)) || [];
      return short.length > 0 ? { ...one, outcome: { refused: new OutOfStock(short) } } : one;
    });
  }
}
