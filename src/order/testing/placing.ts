import { DomainError, ManualClock, Money, newId } from '#kernel';
import type { Config } from '#platform/config';
import { cryptoSchema } from '#platform/crypto';
import type { Database } from '#platform/database';
import { eventsSchema } from '#platform/events';
import { Idempotency, idempotencySchema } from '#platform/idempotency';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import { aCipher } from '#platform/crypto/testing';
import { InMemoryContentCheck } from '../adapters/in-memory-content-check.js';
import { InMemoryCatalogue, InMemoryStock, InMemoryUserDirectory, NoPromotions } from './other-contexts.js';
import { OrderQueries } from '../adapters/order.queries.js';
import { orderSchema } from '../adapters/schema.js';
import { DetailsCipher } from '../adapters/sealed-details.js';
import { SqlOrders } from '../adapters/sql-orders.js';
import type { Stock } from '../../inventory/index.js';
import type { Promotions } from '../../promotion/index.js';
import { DraftOrders } from '../application/draft-orders.js';
import { GatheredPlacements } from '../application/gathered-placements.js';
import { PlaceOrders } from '../application/place-orders.js';
import type { PlaceOrderCommand, Placement } from '../application/placement.js';
import { PrepareOrder } from '../application/prepare-order.js';
import { PromotedPricing } from '../application/promoted-pricing.js';
import { FlatFreight } from '../domain/pricing.js';
import { revocationSchema } from '#platform/revocation';

const configOf = (unpaidMaxPerShopper: number) =>
  ({ order: { paymentTtl: 1_800_000, unpaidMaxPerShopper }, database: { queryTimeout: 60_000 } }) as Config;
const freight = new FlatFreight(Money.ofFen(1000), Money.zero);

export const placingSchemas = [orderSchema, eventsSchema, cryptoSchema, revocationSchema, idempotencySchema];

class AddressNotFound extends DomainError {
  constructor() {
    super({ code: 1002, kind: 'not-found', zh: '地址不存在', en: 'Address not found' });
  }
}

/** PlaceOrders on a real database; what other contexts answer is in memory. There are 10 units of `tea` at 2990 fen. */
export class Placing {
  readonly catalogue = new InMemoryCatalogue();
  readonly stock = new InMemoryStock();
  readonly users = new InMemoryUserDirectory(new AddressNotFound());
  readonly check = new InMemoryContentCheck();
  readonly queries: OrderQueries;
  readonly delivery: EventDelivery;
  readonly idempotency: Idempotency;
  readonly gathered: GatheredPlacements;
  private readonly placeOrders: PlaceOrders;

  /** @param shop the real stock room and promotions, instead of some in memory */
  constructor(
    readonly database: Database,
    {
      room,
      promotions = new NoPromotions(),
      unpaidMost = 20,
    }: { readonly room?: Stock; readonly promotions?: Promotions; readonly unpaidMost?: number } = {},
  ) {
    const config = configOf(unpaidMost);
    const clock = new ManualClock();
    const details = new DetailsCipher(aCipher(database));
    this.delivery = new EventDelivery(database, clock);
    this.idempotency = new Idempotency(database, clock);
    const orders = new SqlOrders(database, this.delivery.outbox, details);
    this.queries = new OrderQueries(database, details);
    const { catalogue, stock, users, check, idempotency } = this;
    const pricing = new PromotedPricing(freight, promotions);
    const prepareOrder = new PrepareOrder(users, check, orders, idempotency);
    this.placeOrders = new PlaceOrders(
      prepareOrder,
      new DraftOrders(catalogue, orders, pricing, config, clock),
      room ?? stock,
      pricing,
      orders,
      idempotency,
      database,
    );
    this.gathered = new GatheredPlacements(prepareOrder, this.placeOrders, config);
    catalogue.put('tea', 2990);
    stock.levels.set('tea', 10);
  }

  place(...commands: readonly PlaceOrderCommand[]): Promise<readonly Placement[]> {
    return this.placeOrders.execute(commands);
  }

  async outcomes(...commands: readonly PlaceOrderCommand[]): Promise<(string | number)[]> {
    return (await this.place(...commands)).map(outcomeOf);
  }

  async ordersOf(customerId: string) {
    return (await this.queries.list(customerId, undefined, { limit: 100, after: null })).items;
  }
}

/** One unit of `tea` for a new shopper, unless said otherwise. */
export function aCommand(wish: Partial<PlaceOrderCommand> = {}): PlaceOrderCommand {
  const customerId = wish.customerId ?? newId();
  const items = [{ skuId: 'tea', quantity: 1 }];
  const key = { owner: customerId, route: 'POST /orders', key: newId(), fingerprint: 'body' };
  return { customerId, account: 'account', items, addressId: null, remark: null, expectedTotalFen: null, key, ...wish };
}

/** `placed`, `replayed` or the code of the refusal (its message, where it has no code). */
export function outcomeOf(placement: Placement): string | number {
  if (!('refused' in placement)) return 'placed' in placement ? 'placed' : 'replayed';
  return placement.refused instanceof DomainError ? placement.refused.code : placement.refused.message;
}

export function idOf(placement: Placement | undefined): string {
  return placement && 'placed' in placement ? placement.placed.id : 'no order';
}
