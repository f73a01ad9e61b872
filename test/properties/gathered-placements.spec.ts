import fc from 'fast-check';
import { ManualClock, newId } from '#kernel';
import { type Database, placeholders } from '#platform/database';
import { FairLine } from '../../libs/platform/src/gathering/fair-line.js';
import { InventoryQueries } from '../../src/inventory/adapters/inventory.queries.js';
import { inventorySchema } from '../../src/inventory/adapters/schema.js';
import { SqlReservations } from '../../src/inventory/adapters/sql-reservations.js';
import { SqlStockItems } from '../../src/inventory/adapters/sql-stock-items.js';
import { StockRoom } from '../../src/inventory/application/stock-room.js';
import type { PlaceOrderCommand } from '../../src/order/application/placement.js';
import { promotionSchema } from '../../src/promotion/adapters/schema.js';
import { SqlCoupons } from '../../src/promotion/adapters/sql-coupons.js';
import { SqlCouponTemplates } from '../../src/promotion/adapters/sql-coupon-templates.js';
import { SqlFlashPrices } from '../../src/promotion/adapters/sql-flash-prices.js';
import { FlashWindows } from '../../src/promotion/application/flash-windows.js';
import { PromotionDesk } from '../../src/promotion/application/promotion-desk.js';
import { aCoupon, aFlashPrice, aTemplate, someTerms } from '../../src/promotion/testing/promotions.js';
import { aCommand, outcomeOf, Placing, placingSchemas } from '../../src/order/testing/placing.js';
import { onEachDatabase } from '../support/databases.js';
import { EventDelivery } from '../support/event-delivery.js';

interface Wish {
  readonly shopper: number;
  readonly lines: readonly (readonly [sku: number, quantity: number])[];
  /** Wishes with one key are one wish. */
  readonly key: number;
  readonly sawAnotherPrice: boolean;
  /** Which of the coupons, and whose it is, which may be somebody else's. */
  readonly coupon: number | null;
}

const SKUS = 4;
const COUPONS = 5;
const DAY = 86_400_000;
const wishes = fc
  .array(
    fc.record({
      shopper: fc.nat(2),
      lines: fc.array(fc.tuple(fc.nat(SKUS), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 3 }),
      key: fc.nat(12),
      sawAnotherPrice: fc.boolean(),
      coupon: fc.option(fc.nat(COUPONS), { freq: 2 }),
    }),
    { minLength: 1, maxLength: 16 },
  )
  .map((all) => all.map((one) => all.find(({ key, shopper }) => key === one.key && shopper === one.shopper) ?? one));

/** One shop with its own shoppers and goods: on one database there may be several. */
class World {
  private readonly skuIds = Array.from({ length: SKUS + 1 }, () => newId());
  private readonly shoppers = Array.from({ length: 3 }, () => newId());
  private readonly coupons = Array.from({ length: COUPONS }, () => newId());
  private readonly flashIds = [newId(), newId()];
  private readonly placing: Placing;

  constructor(
    private readonly database: Database,
    private readonly room: StockRoom,
    unpaidMost: number,
    private readonly promotes: boolean,
  ) {
    const clock = new ManualClock();
    const prices = new SqlFlashPrices(database);
    const coupons = new SqlCoupons(database, new EventDelivery(database, clock).outbox);
    const promotions = new PromotionDesk(coupons, prices, new FlashWindows(prices, clock), clock);
    this.placing = new Placing(database, { room, promotions, unpaidMost });
  }

  /** The last SKU is not on the shelf. */
  async open(levels: readonly number[]): Promise<void> {
    const items = this.skuIds.map((skuId, n) => ({ skuId, initial: levels[n % levels.length] ?? 0 }));
    await this.database.transaction(() => this.room.introduce(items));
    this.skuIds.forEach((skuId, n) => this.placing.catalogue.put(skuId, 100 + n, { onShelf: n < SKUS }));
    if (this.promotes) await this.database.transaction(() => this.announce());
  }

  /** Coupons of the first two shoppers, the last of them for dear baskets; few units at a lower price. */
  private async announce(): Promise<void> {
    const now = new ManualClock().now();
    const always = { from: new Date(now.getTime() - DAY), until: new Date(now.getTime() + DAY) };
    const template = aTemplate();
    const couponStore = new SqlCoupons(this.database, new EventDelivery(this.database, new ManualClock()).outbox);
    const priceStore = new SqlFlashPrices(this.database);
    await new SqlCouponTemplates(this.database).add(template);
    for (const [n, id] of this.coupons.entries()) {
      const terms = {
        ...someTerms,
        benefit: { type: 'amount', offFen: 30 + n },
        thresholdFen: n === 4 ? 350 : 0,
      } as const;
      const customerId = this.shoppers[n % 2] ?? '';
      await couponStore.add(
        aCoupon({ id, templateId: template.state.id, customerId, no: n + 1, terms, period: always }),
      );
    }
    const times = { startsAt: always.from, endsAt: always.until };
    const limits = [
      { unitsLimit: 4, shopperLimit: 3 },
      { unitsLimit: 3, shopperLimit: null },
    ];
    for (const [n, id] of this.flashIds.entries()) {
      await priceStore.add(aFlashPrice({ id, skuId: this.skuIds[n] ?? '', ...times, ...limits[n] }));
    }
  }

  async oneByOne(all: readonly Wish[]): Promise<(string | number)[]> {
    const outcomes = new Map<Wish, (string | number)[]>();
    for (const wish of inTurns(all)) {
      const [outcome] = await this.placing.outcomes(this.command(wish));
      outcomes.set(wish, [...(outcomes.get(wish) ?? []), outcome ?? 'none']);
    }
    return all.map((wish) => outcomes.get(wish)?.shift() ?? 'none');
  }

  async together(all: readonly Wish[]): Promise<(string | number)[]> {
    const placements = all.map((wish) => this.placing.gathered.place(this.command(wish)));
    return (await Promise.all(placements)).map(outcomeOf);
  }

  /** What is left behind, without the names of this world. */
  async traces() {
    const rows = (sql: string, values: readonly string[]) => this.database.query(sql, values);
    const [mine, ours] = [placeholders(this.shoppers.length), placeholders(this.skuIds.length)];
    const orders = await rows(
      `SELECT id, customer_id, total_fen FROM orders WHERE customer_id IN (${mine})`,
      this.shoppers,
    );
    const events = await rows(
      `SELECT o.id FROM outbox o JOIN orders r ON r.id = o.aggregate_id WHERE r.customer_id IN (${mine})`,
      this.shoppers,
    );
    const reservations = await rows(
      `SELECT s.order_id FROM stock_reservations s JOIN orders r ON r.id = s.order_id WHERE r.customer_id IN (${mine})`,
      this.shoppers,
    );
    const keys = await rows(
      `SELECT k.resource_id FROM idempotency_keys k JOIN orders r ON r.id = k.resource_id WHERE k.owner_id IN (${mine})`,
      this.shoppers,
    );
    const strayKeys = await rows(`SELECT resource_id FROM idempotency_keys WHERE owner_id IN (${mine})`, this.shoppers);
    const levels = await rows(
      `SELECT sku_id, available, reserved, sold FROM stock_items WHERE sku_id IN (${ours})`,
      this.skuIds,
    );
    const ledger = await rows(
      `SELECT sku_id, COUNT(*) AS n, SUM(quantity) AS units FROM stock_movements WHERE sku_id IN (${ours}) GROUP BY sku_id`,
      this.skuIds,
    );
    const used = await rows(
      `SELECT id, status FROM coupons WHERE id IN (${placeholders(COUPONS)}) AND status <> 'UNUSED'`,
      this.coupons,
    );
    const sold = await rows(
      `SELECT f.id, f.sold, (SELECT SUM(units) FROM flash_takings t WHERE t.flash_price_id = f.id) AS taken
       FROM flash_prices f WHERE f.id IN (${placeholders(this.flashIds.length)})`,
      this.flashIds,
    );
    return {
      used: used.map((row) => `${this.coupons.indexOf(String(row['id']))} ${String(row['status'])}`).toSorted(),
      sold: sold
        .map((row) => `${this.flashIds.indexOf(String(row['id']))} ${Number(row['sold'])} ${Number(row['taken'])}`)
        .toSorted(),
      orders: orders
        .map((row) => `${this.shoppers.indexOf(String(row['customer_id']))} ${Number(row['total_fen'])}`)
        .toSorted(),
      counts: [events, reservations, keys, strayKeys].map(({ length }) => length),
      levels: levels
        .map((row) =>
          [this.skuIds.indexOf(String(row['sku_id'])), row['available'], row['reserved'], row['sold']].join(' '),
        )
        .toSorted(),
      ledger: ledger
        .map((row) => `${this.skuIds.indexOf(String(row['sku_id']))} ${Number(row['n'])} ${Number(row['units'])}`)
        .toSorted(),
    };
  }

  private command({ shopper, lines, key, sawAnotherPrice, coupon }: Wish): PlaceOrderCommand {
    const customerId = this.shoppers[shopper] ?? '';
    const items = lines.map(([sku, quantity]) => ({ skuId: this.skuIds[sku] ?? '', quantity }));
    const expectedTotalFen = sawAnotherPrice ? 1 : null;
    const couponId = coupon === null ? null : (this.coupons[coupon] ?? 'none');
    const name = { owner: customerId, route: 'POST /orders', key: `key ${key}`, fingerprint: 'body' };
    return aCommand({ customerId, items, couponId, expectedTotalFen, key: name });
  }
}

/** The order in which a gathering serves those who come at the same time; a repeat comes right behind what it repeats. */
function inTurns(all: readonly Wish[]): Wish[] {
  const line = new FairLine<Wish>();
  for (const wish of all) line.join(String(wish.shopper), wish);
  const turns = line.take(all.length);
  return [...new Set(turns)].flatMap((first) => turns.filter((wish) => wish === first));
}

function aRoom(database: Database): StockRoom {
  const clock = new ManualClock();
  const reservations = new SqlReservations(database, clock);
  return new StockRoom(new SqlStockItems(database), reservations, new InventoryQueries(database), clock);
}

describe('gathered placements', () => {
  onEachDatabase([...placingSchemas, inventorySchema, promotionSchema], (database) => {
    const compare = (levels: readonly number[], unpaidMost: number, promotes = false) =>
      fc.assert(
        fc.asyncProperty(wishes, async (all) => {
          const room = aRoom(database());
          const worlds = [0, 1].map(() => new World(database(), room, unpaidMost, promotes));
          for (const world of worlds) await world.open(levels);
          const [alone, gathered] = worlds as [World, World];
          expect(await gathered.together(all)).toEqual(await alone.oneByOne(all));
          expect(await gathered.traces()).toEqual(await alone.traces());
        }),
        { numRuns: 25 },
      );

    it('[I1] come out as if they had been placed one by one, where stock is scarce', () => compare([3, 5, 0, 8], 0));

    it('[P60, P62] and where coupons and flash prices are, and orders short of stock use none', () =>
      compare([1_000, 1_000, 0], 0, true));

    it('and where shoppers owe almost all they may: what is short of stock counts for nobody', () =>
      compare([1_000, 0, 1_000], 2));
  });
});
