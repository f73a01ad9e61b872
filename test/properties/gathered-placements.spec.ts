import fc from 'fast-check';
import { ManualClock, newId } from '#kernel';
import { type Database, placeholders } from '#platform/database';
import { FairLine } from '../../libs/platform/src/gathering/fair-line.js';
import { InventoryQueries } from '../../src/inventory/adapters/inventory.queries.js';
import { inventorySchema } from '../../src/inventory/adapters/schema.js';
import { SqlReservations } from '../../src/inventory/adapters/sql-reservations.js';
import { SqlStockItems } from '../../src/inventory/adapters/sql-stock-items.js';
import { StockRoom } from '../../src/inventory/application/stock-room.js';
import type { PlaceOrderCommand } from '../../src/order/application/place-orders.js';
import { aCommand, outcomeOf, Placing, placingSchemas } from '../../src/order/testing/placing.js';
import { onEachDatabase } from '../support/databases.js';

interface Wish {
  readonly shopper: number;
  readonly lines: readonly (readonly [sku: number, quantity: number])[];
  /** Wishes with one key are one wish. */
  readonly key: number;
  readonly sawAnotherPrice: boolean;
}

const SKUS = 4;
const wishes = fc
  .array(
    fc.record({
      shopper: fc.nat(2),
      lines: fc.array(fc.tuple(fc.nat(SKUS), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 3 }),
      key: fc.nat(12),
      sawAnotherPrice: fc.boolean(),
    }),
    { minLength: 1, maxLength: 16 },
  )
  .map((all) => all.map((one) => all.find(({ key, shopper }) => key === one.key && shopper === one.shopper) ?? one));

/** One shop with its own shoppers and goods: on one database there may be several. */
class World {
  private readonly skuIds = Array.from({ length: SKUS + 1 }, () => newId());
  private readonly shoppers = Array.from({ length: 3 }, () => newId());
  private readonly placing: Placing;

  constructor(
    private readonly database: Database,
    private readonly room: StockRoom,
    unpaidMost: number,
  ) {
    this.placing = new Placing(database, { room, unpaidMost });
  }

  /** The last SKU is not on the shelf. */
  async open(levels: readonly number[]): Promise<void> {
    const items = this.skuIds.map((skuId, n) => ({ skuId, initial: levels[n % levels.length] ?? 0 }));
    await this.database.transaction(() => this.room.introduce(items));
    this.skuIds.forEach((skuId, n) => this.placing.catalogue.put(skuId, 100 + n, { onShelf: n < SKUS }));
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
    return {
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

  private command({ shopper, lines, key, sawAnotherPrice }: Wish): PlaceOrderCommand {
    const customerId = this.shoppers[shopper] ?? '';
    const items = lines.map(([sku, quantity]) => ({ skuId: this.skuIds[sku] ?? '', quantity }));
    const expectedTotalFen = sawAnotherPrice ? 1 : null;
    const name = { owner: customerId, route: 'POST /orders', key: `key ${key}`, fingerprint: 'body' };
    return aCommand({ customerId, items, expectedTotalFen, key: name });
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
  onEachDatabase([...placingSchemas, inventorySchema], (database) => {
    const compare = (levels: readonly number[], unpaidMost: number) =>
      fc.assert(
        fc.asyncProperty(wishes, async (all) => {
          const room = aRoom(database());
          const worlds = [0, 1].map(() => new World(database(), room, unpaidMost));
          for (const world of worlds) await world.open(levels);
          const [alone, gathered] = worlds as [World, World];
          expect(await gathered.together(all)).toEqual(await alone.oneByOne(all));
          expect(await gathered.traces()).toEqual(await alone.traces());
        }),
        { numRuns: 25 },
      );

    it('[I1] come out as if they had been placed one by one, where stock is scarce', () => compare([3, 5, 0, 8], 0));

    it('and where shoppers owe almost all they may: what is short of stock counts for nobody', () =>
      compare([1_000, 0, 1_000], 2));
  });
});
