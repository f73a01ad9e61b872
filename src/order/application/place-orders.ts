import { Injectable } from '@nestjs/common';
import { DomainError, newId } from '#kernel';
import { Database, isDatabaseUnavailable } from '#platform/database';
import { Idempotency, type IdempotencyKey, IdempotencyKeyTaken } from '#platform/idempotency';
import { Catalogue } from '../../catalog/index.js';
import { Stock } from '../../inventory/index.js';
import { UserDirectory } from '../../user/index.js';
import { OutOfStock } from '../domain/errors.js';
import { Order } from '../domain/order.js';
import { Orders, type PersonalDetails, type SealedDetails } from '../domain/orders.js';
import { ContentCheck } from './content-check.js';
import { DraftOrder, type Wish } from './draft-order.js';
import { orderView, type OrderView } from './order-view.js';

export interface PlaceOrderCommand extends Wish {
  /** The shopper's account at WeChat. */
  readonly account: string;
  /** Null: the default address, if there is one. */
  readonly addressId: string | null;
  readonly remark: string | null;
  readonly key: IdempotencyKey;
}

interface Refusal {
  readonly refused: Error;
}

/** A new order; the id of the order an earlier request with this key made; or why there is none. */
export type Placement = { readonly placed: OrderView } | { readonly replayed: string } | Refusal;

interface Prepared {
  readonly command: PlaceOrderCommand;
  readonly orderId: string;
  readonly details: PersonalDetails;
  readonly sealed: SealedDetails;
}

interface Drafted extends Prepared {
  readonly outcome: Order | Refusal;
}

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
    private readonly idempotency: Idempotency,
    private readonly database: Database,
  ) {}

  /** One placement for each command, in the same order. */
  async execute(commands: readonly PlaceOrderCommand[]): Promise<readonly Placement[]> {
    const prepared = await Promise.all(commands.map((command) => this.prepare(command)));
    const placements = await this.placeTogether(prepared.filter((one) => 'orderId' in one));
    return prepared.map((one) =>
      'orderId' in one ? (placements.get(one.orderId) ?? failed(new Error('Not placed'))) : one,
    );
  }

  /** Everything that may need the network or a key comes before the transaction. */
  private async prepare(command: PlaceOrderCommand): Promise<Prepared | Placement> {
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

  private async placeTogether(ready: readonly Prepared[]): Promise<ReadonlyMap<string, Placement>> {
    const [first, ...others] = ready;
    if (!first) return new Map();
    try {
      return await this.database.transaction(() => this.placeAll(ready));
    } catch (error) {
      if (others.length > 0) return this.placeOneByOne(ready);
      const taken = error instanceof IdempotencyKeyTaken;
      return new Map([[first.orderId, taken ? await this.replay(first.command) : failed(error)]]);
    }
  }

  /** One of them spoilt the transaction for all: by itself it spoils only its own. */
  private async placeOneByOne(ready: readonly Prepared[]): Promise<ReadonlyMap<string, Placement>> {
    const placements = await Promise.all(ready.map((one) => this.placeTogether([one])));
    return new Map(placements.flatMap((placement) => [...placement]));
  }

  private async replay({ key }: PlaceOrderCommand): Promise<Placement> {
    try {
      return { replayed: await this.idempotency.resourceOf(key) };
    } catch (error) {
      return failed(error);
    }
  }

  private async placeAll(ready: readonly Prepared[]): Promise<ReadonlyMap<string, Placement>> {
    await this.idempotency.claim(ready.map(({ command, orderId }) => ({ key: command.key, resourceId: orderId })));
    const drafted = await this.reserveStock(await this.draft(ready));
    await this.orders.add(
      drafted.flatMap(({ outcome, sealed }) => (outcome instanceof Order ? [{ order: outcome, details: sealed }] : [])),
    );
    await this.idempotency.giveBack(
      drafted.flatMap(({ outcome, command }) => (outcome instanceof Order ? [] : [command.key])),
    );
    return new Map(drafted.map((one) => [one.orderId, placementOf(one)]));
  }

  private async draft(ready: readonly Prepared[]): Promise<Drafted[]> {
    const skuIds = ready.flatMap(({ command }) => command.items.map(({ skuId }) => skuId));
    const offers = await this.catalogue.offers(skuIds);
    return Promise.all(
      ready.map(async (one) => ({
        ...one,
        outcome: await this.draftOrder.execute(one.orderId, one.command, offers).catch(refused),
      })),
    );
  }

  private async reserveStock(drafted: readonly Drafted[]): Promise<readonly Drafted[]> {
    const orders = drafted.flatMap(({ outcome }) => (outcome instanceof Order ? [outcome] : []));
    const shortages = await this.stock.reserve(orders.map(({ id, units }) => ({ orderId: id, lines: units })));
    const lacking = new Map(orders.map(({ id }, at) => [id, shortages[at] ?? []]));
    return drafted.map((one) => {
      const short = lacking.get(one.orderId) ?? [];
      return short.length > 0 ? { ...one, outcome: { refused: new OutOfStock(short) } } : one;
    });
  }
}

function placementOf({ outcome, details }: Drafted): Placement {
  return outcome instanceof Order ? { placed: orderView(outcome, { ...details, refundReasons: new Map() }) } : outcome;
}

function failed(error: unknown): Refusal {
  return { refused: error instanceof Error ? error : new Error('Unknown failure') };
}

/** A refusal is this order's alone; anything else is the transaction's trouble and goes up. */
function refused(error: unknown): Refusal {
  if (error instanceof DomainError) return { refused: error };
  throw error;
}
