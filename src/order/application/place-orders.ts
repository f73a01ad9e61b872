import { Injectable } from '@nestjs/common';
import { Database, isNobodysFault } from '#platform/database';
import { eachForItself } from '#platform/gathering';
import { Idempotency, nameOf } from '#platform/idempotency';
import { Stock } from '../../inventory/index.js';
import { OutOfStock } from '../domain/errors.js';
import { Orders } from '../domain/orders.js';
import { Pricing } from '../domain/pricing.js';
import { deferred } from '../domain/wanted-order.js';
import { type Draft, DraftOrders } from './draft-orders.js';
import {
  failed,
  firstOfEachKey,
  type Outcome,
  type PlaceOrderCommand,
  type Placement,
  placementOf,
  type PreparedOrder,
  repeatOf,
  replayOf,
} from './placement.js';
import { PrepareOrder } from './prepare-order.js';

type Decided = readonly [PreparedOrder, Outcome<Placement>];

/**
 * Places a list of orders, each all or nothing by itself: prices from the catalogue as they are now, stock reserved,
 * order, events and idempotency key saved, in one transaction for the whole list.
 */
@Injectable()
export class PlaceOrders {
  constructor(
    private readonly prepareOrder: PrepareOrder,
    private readonly draftOrders: DraftOrders,
    private readonly stock: Stock,
    private readonly pricing: Pricing,
    private readonly orders: Orders,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
  ) {}

  /** One placement for each command, in the same order. */
  async execute(commands: readonly PlaceOrderCommand[]): Promise<readonly Placement[]> {
    return this.place(await Promise.all(commands.map((command) => this.prepareOrder.execute(command))));
  }

  /**
   * One placement for each, in the same order: what they would hear if they came one after the other. Whoever is deferred
   * is decided in the next transaction.
   */
  async place(list: readonly (PreparedOrder | Placement)[]): Promise<readonly Placement[]> {
    const placements = new Map<PreparedOrder, Placement>();
    let left = list.filter((one) => 'orderId' in one);
    while (left.length > 0) {
      const firsts = firstOfEachKey(left);
      for (const [one, outcome] of await this.decideTogether([...firsts.values()])) {
        if (!('deferred' in outcome)) placements.set(one, outcome);
      }
      for (const one of left) {
        const first = firsts.get(nameOf(one.command.key)) ?? one;
        if (first === one) continue;
        const outcome = repeatOf(first, placements.get(first) ?? deferred, one);
        if (!('deferred' in outcome)) placements.set(one, outcome);
      }
      left = left.filter((one) => !placements.has(one));
    }
    return list.map((one) => ('orderId' in one ? (placements.get(one) ?? failed(null)) : one));
  }

  /** One of them that spoils the transaction for all spoils only its own. */
  private decideTogether(list: readonly PreparedOrder[]): Promise<readonly Decided[]> {
    return eachForItself<PreparedOrder, Decided>(
      list,
      (some) => this.database.transaction(() => this.decide(some)),
      (one, error) => [one, failed(error)],
      isNobodysFault,
    );
  }

  /** In one transaction: keys are claimed, orders drafted, their stock reserved, and what is left of them is saved. */
  private async decide(list: readonly PreparedOrder[]): Promise<readonly Decided[]> {
    const claims = list.map(({ command, orderId }) => ({ key: command.key, resourceId: orderId }));
    const taken = new Map((await this.idempotency.claim(claims)).map(({ key, resourceId }) => [key, resourceId]));
    const drafts = await this.draftOrders.execute(list.filter(({ command }) => !taken.has(command.key)));
    const reserved = await this.reserveStock(drafts);
    await this.save(reserved);
    const repeats = list.flatMap((one): Decided[] => {
      const resourceId = taken.get(one.command.key);
      return resourceId === undefined ? [] : [[one, replayOf(resourceId)]];
    });
    return [...repeats, ...reserved.map(decided)];
  }

  /** Refuses those for whom too little is left. */
  private async reserveStock(drafts: readonly Draft[]): Promise<readonly Draft[]> {
    const orders = drafts.flatMap(({ outcome }) => ('order' in outcome ? [outcome.order] : []));
    if (orders.length === 0) return drafts;
    const shortages = await this.stock.reserve(orders.map(({ id, units }) => ({ orderId: id, lines: units })));
    const shortOf = new Map(orders.map(({ id }, at) => [id, shortages[at] ?? []]));
    return drafts.map((draft): Draft => {
      const short = shortOf.get(draft.prepared.orderId) ?? [];
      return short.length > 0 ? { ...draft, outcome: { refused: new OutOfStock(short) } } : draft;
    });
  }

  /** Saves the orders there are and uses up what they promise; the keys of the others are free again. */
  private async save(drafts: readonly Draft[]): Promise<void> {
    const placed = drafts.flatMap(({ prepared, outcome }) => {
      return 'order' in outcome ? [{ order: outcome.order, details: prepared.sealed, uses: outcome.uses }] : [];
    });
    const unplaced = drafts.flatMap(({ prepared, outcome }) => ('order' in outcome ? [] : prepared.command.key));
    const uses = placed.flatMap((one) => one.uses ?? []);
    if (uses.length > 0) await this.pricing.take(uses);
    await this.orders.add(placed);
    await this.idempotency.giveBack(unplaced);
  }
}

function decided({ prepared, outcome }: Draft): Decided {
  return [prepared, 'order' in outcome ? placementOf(outcome.order, prepared) : outcome];
}
