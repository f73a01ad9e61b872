import { Injectable } from '@nestjs/common';
import { Clock, DomainError, Money, newId } from '#kernel';
import { Config } from '#platform/config';
import { Database } from '#platform/database';
import { Idempotency, type IdempotencyKey, IdempotencyKeyTaken } from '#platform/idempotency';
import { Catalogue, type Offer } from '../../catalog/index.js';
import { Stock } from '../../inventory/index.js';
import { UserDirectory } from '../../user/index.js';
import { OutOfStock, PriceHasChanged, SkuNotFound, SkuOffShelf, TooManyUnpaidOrders } from '../domain/errors.js';
import { Order } from '../domain/order.js';
import { OrderLine } from '../domain/order-line.js';
import { Orders, type PersonalDetails, type SealedDetails } from '../domain/orders.js';
import { Pricing } from '../domain/pricing.js';
import { orderView, type OrderView } from './order-view.js';

export interface PlaceOrderCommand {
  readonly customerId: string;
  readonly items: readonly { readonly skuId: string; readonly quantity: number }[];
  /** Null: the default address, if there is one. */
  readonly addressId: string | null;
  readonly remark: string | null;
  /** What the shopper saw; null: whatever it costs. */
  readonly expectedTotalFen: number | null;
  readonly key: IdempotencyKey;
}

/** A new order; the id of the order an earlier request with this key made; or why there is none. */
export type Placement = { readonly placed: OrderView } | { readonly replayed: string } | { readonly refused: Error };

interface Prepared {
  readonly command: PlaceOrderCommand;
  readonly orderId: string;
  readonly details: PersonalDetails;
  readonly sealed: SealedDetails;
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
    private readonly pricing: Pricing,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async execute(commands: readonly PlaceOrderCommand[]): Promise<readonly Placement[]> {
    const prepared = await Promise.all(commands.map((command) => this.prepare(command).catch(failed)));
    const ready = prepared.filter((one): one is Prepared => !('refused' in one));
    const placements = new Map<Prepared, Placement>();
    for (const [one, placement] of await this.placeTogether(ready)) placements.set(one, placement);
    return prepared.map((one) => ('refused' in one ? one : (placements.get(one) ?? failed(new Error('Not placed')))));
  }

  /** Everything that may need the network or a key comes before the transaction. */
  private async prepare(command: PlaceOrderCommand): Promise<Prepared> {
    const orderId = newId();
    const address = await this.users.addressOf(command.customerId, command.addressId);
    const details = { address, remark: command.remark };
    return { command, orderId, details, sealed: await this.orders.seal(orderId, details) };
  }

  private async placeTogether(ready: readonly Prepared[]): Promise<readonly (readonly [Prepared, Placement])[]> {
    if (ready.length === 0) return [];
    try {
      return await this.database.transaction(() => this.placeAll(ready));
    } catch (error) {
      const [first] = ready;
      if (ready.length > 1) return (await Promise.all(ready.map((one) => this.placeTogether([one])))).flat();
      if (error instanceof IdempotencyKeyTaken && first) return [[first, await this.replay(first)]];
      return ready.map((one) => [one, failed(error)]);
    }
  }

  private async replay({ command }: Prepared): Promise<Placement> {
    try {
      return { replayed: await this.idempotency.resourceOf(command.key) };
    } catch (error) {
      return failed(error);
    }
  }

  private async placeAll(ready: readonly Prepared[]): Promise<readonly (readonly [Prepared, Placement])[]> {
    await this.idempotency.claim(ready.map(({ command, orderId }) => ({ key: command.key, resourceId: orderId })));
    const offers = await this.catalogue.offers(ready.flatMap(({ command }) => command.items.map(({ skuId }) => skuId)));
    const drafts = await Promise.all(ready.map((one) => this.draft(one, offers).catch(refused)));
    const wanted = drafts.flatMap((draft) => (draft instanceof Order ? [draft] : []));
    const shortages = await this.stock.reserve(
      wanted.map(({ id, snapshot }) => ({
        orderId: id,
        lines: snapshot.lines.map(({ skuId, quantity }) => ({ skuId, quantity })),
      })),
    );
    const short = new Map(wanted.map((order, at) => [order, shortages[at] ?? []]));
    const outcomes = ready.map((one, at): readonly [Prepared, Order | { refused: Error }] => {
      const draft = drafts[at] ?? failed(new Error('Not drafted'));
      if (!(draft instanceof Order)) return [one, draft];
      const lacking = short.get(draft) ?? [];
      return [one, lacking.length > 0 ? refused(new OutOfStock(lacking)) : draft];
    });
    return this.save(outcomes);
  }

  private async save(
    outcomes: readonly (readonly [Prepared, Order | { readonly refused: Error }])[],
  ): Promise<readonly (readonly [Prepared, Placement])[]> {
    const placed = outcomes.flatMap(([one, outcome]) =>
      outcome instanceof Order ? [{ order: outcome, details: one.sealed }] : [],
    );
    const unused = outcomes.flatMap(([one, outcome]) => (outcome instanceof Order ? [] : [one.command.key]));
    await this.orders.add(placed);
    await this.idempotency.giveBack(unused);
    return outcomes.map(([one, outcome]) => [
      one,
      outcome instanceof Order ? { placed: orderView(outcome, one.details) } : outcome,
    ]);
  }

  private async draft({ command, orderId }: Prepared, offers: ReadonlyMap<string, Offer>): Promise<Order> {
    const { unpaidMaxPerShopper, paymentTtl } = this.config.order;
    const { customerId, expectedTotalFen } = command;
    if (unpaidMaxPerShopper > 0 && (await this.orders.countUnpaid(customerId)) >= unpaidMaxPerShopper)
      throw new TooManyUnpaidOrders();
    const lines = mergeLines(command.items).map(({ skuId, quantity }) => lineOf(offers.get(skuId), skuId, quantity));
    const placedAt = this.clock.now();
    const expiresAt = new Date(placedAt.getTime() + paymentTtl);
    const order = Order.place({
      id: orderId,
      customerId,
      lines,
      quote: this.pricing.quote(lines),
      placedAt,
      expiresAt,
    });
    if (expectedTotalFen !== null && expectedTotalFen !== order.total.fen) throw new PriceHasChanged(order.total.fen);
    return order;
  }
}

/** Two lines of one SKU are one line: checked apart they could together take more than there is. */
function mergeLines(items: PlaceOrderCommand['items']): PlaceOrderCommand['items'] {
  const quantities = new Map<string, number>();
  for (const { skuId, quantity } of items) quantities.set(skuId, (quantities.get(skuId) ?? 0) + quantity);
  return [...quantities].map(([skuId, quantity]) => ({ skuId, quantity }));
}

function lineOf(offer: Offer | undefined, skuId: string, quantity: number): OrderLine {
  if (!offer) throw new SkuNotFound(skuId);
  if (!offer.onShelf) throw new SkuOffShelf(skuId);
  const { productName, skuName, imageUrl, priceFen } = offer;
  return new OrderLine(skuId, productName, skuName, imageUrl, Money.ofFen(priceFen), quantity);
}

function failed(error: unknown): { readonly refused: Error } {
  return { refused: error instanceof Error ? error : new Error('Unknown failure') };
}

/** A refusal is this order's alone; anything else is the transaction's trouble and goes up. */
function refused(error: unknown): { readonly refused: Error } {
  if (error instanceof DomainError) return { refused: error };
  throw error;
}
