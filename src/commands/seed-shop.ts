import type { INestApplicationContext } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database } from '#platform/database';
import { Dice } from '#platform/seeding';
import { SeedIdentities } from '../auth/index.js';
import { type Offer, SeedGoods } from '../catalog/index.js';
import { SeedStock } from '../inventory/index.js';
import { SeedOrders } from '../order/index.js';
import { SeedPayments } from '../payment/index.js';
import { type DraftedShopper, SeedShoppers } from '../user/index.js';
import type { SeedWish } from './seed-arguments.js';

const DAY = 24 * 3_600_000;
/** How long the shop has been open, and how much of that people have been ordering. */
const OPEN_FOR = 120 * DAY;
const ORDERED_FOR = 90 * DAY;
/** Saved in one transaction each, so that whoever is stopped leaves a whole shop behind. */
const BATCH = { products: 100, shoppers: 500, orders: 250 };

export type Progress = (what: keyof typeof BATCH, done: number, of: number) => void;

interface Seeding {
  /** Told after each batch. */
  readonly progress: Progress;
  readonly stopped: () => boolean;
}

/**
 * Makes up a shop, context by context: each writes its own tables, the root only says who goes with whom.
 * @returns somebody's account at the simulated WeChat
 */
export async function seedShop(
  app: INestApplicationContext,
  wish: SeedWish,
  seeding: Seeding,
): Promise<{ readonly account: string }> {
  const now = app.get(Clock, { strict: false }).now();
  const opened = new Date(now.getTime() - OPEN_FOR);
  const ordered = new Date(now.getTime() - ORDERED_FOR);
  const dice = new Dice(wish.seed);
  const offers = await seedGoods(app, wish, dice, opened, seeding);
  const shoppers = await seedShoppers(app, wish, dice.for('shoppers'), { from: opened, until: ordered }, seeding);
  await seedOrders(app, wish, dice, { offers, shoppers, from: ordered, now }, seeding);
  return { account: SeedIdentities.accountOf(shoppers[0]?.id ?? '') };
}

async function seedGoods(app: INestApplicationContext, wish: SeedWish, dice: Dice, addedAt: Date, seeding: Seeding) {
  const [goods, stock, database] = [app.get(SeedGoods, deep), app.get(SeedStock, deep), app.get(Database, deep)];
  const offers: Offer[] = [];
  await inBatches('products', wish.products, seeding, async (count, from) => {
    const [of, units] = [dice.for(`goods ${from}`), dice.for(`units ${from}`)];
    const added = await database.transaction(async () => {
      const made = await goods.execute({ count, dice: of, addedAt });
      const initial = made.map(({ skuId }) => ({ skuId, initial: units.between(2, 40) * 10 }));
      await stock.introduce(initial, addedAt);
      return made;
    });
    offers.push(...added);
  });
  return offers;
}

async function seedShoppers(
  app: INestApplicationContext,
  wish: SeedWish,
  dice: Dice,
  joined: { readonly from: Date; readonly until: Date },
  seeding: Seeding,
): Promise<Omit<DraftedShopper, 'rows'>[]> {
  const [shoppers, identities] = [app.get(SeedShoppers, deep), app.get(SeedIdentities, deep)];
  const seeded: Omit<DraftedShopper, 'rows'>[] = [];
  await inBatches('shoppers', wish.shoppers, seeding, async (count) => {
    const drafted = await shoppers.draft({ count, dice, joined });
    await app.get(Database, deep).transaction(async () => {
      await shoppers.add(drafted);
      await identities.execute(drafted);
    });
    seeded.push(...drafted.map(({ id, joinedAt, address }) => ({ id, joinedAt, address })));
  });
  return seeded;
}

interface OrderSurroundings {
  readonly offers: readonly Offer[];
  readonly shoppers: readonly Omit<DraftedShopper, 'rows'>[];
  readonly from: Date;
  readonly now: Date;
}

async function seedOrders(
  app: INestApplicationContext,
  wish: SeedWish,
  dice: Dice,
  { offers, shoppers: customers, from, now }: OrderSurroundings,
  seeding: Seeding,
): Promise<void> {
  if (seeding.stopped()) return;
  const [orders, stock, payments] = [app.get(SeedOrders, deep), app.get(SeedStock, deep), app.get(SeedPayments, deep)];
  const plan = orders.plan({ count: wish.orders, dice: dice.for('plan'), customers, period: { from, now } });
  const lives = dice.for('lives');
  await inBatches('orders', wish.orders, seeding, async (count, at) => {
    const drafted = await orders.draft({ planned: plan.slice(at, at + count), offers, dice: lives, now });
    await app.get(Database, deep).transaction(async () => {
      await orders.add(drafted);
      await stock.follow(drafted.map(({ events }) => events));
      await payments.add(drafted.map((one) => ({ ...one, account: SeedIdentities.accountOf(one.customerId) })));
    });
  });
}

const deep = { strict: false } as const;

async function inBatches(
  what: keyof typeof BATCH,
  total: number,
  { progress, stopped }: Seeding,
  work: (count: number, from: number) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < total && !stopped(); from += BATCH[what]) {
    const count = Math.min(BATCH[what], total - from);
    await work(count, from);
    progress(what, from + count, total);
  }
}
