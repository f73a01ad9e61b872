// Where the time goes in one placed order: one at a time, without HTTP. Orders that come at once share most of it.
import { newId } from '#kernel';
import { Database } from '#platform/database';
import { Dice } from '#platform/seeding';
import { SeedGoods } from '../../dist/src/catalog/index.js';
import { SeedStock } from '../../dist/src/inventory/index.js';
import { PlaceOrders } from '../../dist/src/order/application/place-orders.js';
import { median } from '../lib/measure.mjs';
import { watchDatabase } from '../lib/watched-database.mjs';

const ORDERS = 300;
const WARM_UP = 100;

export async function run(bench) {
  const app = await bench.application();
  const offers = await stocked(app);
  const placeOrders = app.get(PlaceOrders);
  const watched = watchDatabase(app.get(Database));
  const customerId = newId();
  const placed = [];
  for (let nth = 0; nth < WARM_UP + ORDERS; nth++) {
    const items = [nth, nth + 1].map((at) => ({ skuId: offers[at % offers.length].skuId, quantity: 1 }));
    const key = { owner: customerId, route: 'POST /orders', key: `${nth}`, fingerprint: 'f' };
    const wish = { customerId, account: 'oBench', items, addressId: null, remark: null, expectedTotalFen: null, key };
    watched.start();
    const [placement] = await placeOrders.execute([wish]);
    if (!('placed' in placement)) throw new Error(`not placed: ${JSON.stringify(placement)}`);
    if (nth >= WARM_UP) placed.push(sums(watched.take()));
  }
  const whole = placed.map((parts) => [...parts.values()].reduce((sum, micros) => sum + micros, 0));
  const peer = { name: 'the whole order', unit: 'µs', time: median(whole) };
  const names = [...new Set(placed.flatMap((parts) => [...parts.keys()]))];
  const parts = names.map((name) => {
    const rounds = placed.map((parts) => parts.get(name) ?? 0);
    const ours = { name, unit: 'µs', time: median(rounds) };
    return {
      case: bench.name,
      what: name,
      ours,
      peer,
      ratio: ours.time / peer.time,
      rounds: { ours: rounds, peer: whole },
    };
  });
  // What was done beside, once in a while, by others.
  return parts.filter(({ ours }) => ours.time > 0);
}

async function stocked(app) {
  return app.get(Database).transaction(async () => {
    const offers = await app.get(SeedGoods).execute({ count: 200, dice: new Dice(1), addedAt: new Date() });
    await app.get(SeedStock).introduce(
      offers.map(({ skuId }) => ({ skuId, initial: 100_000 })),
      new Date(),
    );
    return offers.filter(({ onShelf }) => onShelf);
  });
}

/** Micros by the name of the part. */
function sums(parts) {
  const sum = new Map();
  for (const { name, micros } of parts) sum.set(name, (sum.get(name) ?? 0) + micros);
  return sum;
}
