// What coupons and flash prices cost: orders of shoppers of their own that come together, without HTTP.
import { Clock, newId } from '#kernel';
import { Database, insertRows } from '#platform/database';
import { Dice } from '#platform/seeding';
import { SeedGoods } from '../../dist/src/catalog/index.js';
import { SeedStock } from '../../dist/src/inventory/index.js';
import { GatheredPlacements } from '../../dist/src/order/application/gathered-placements.js';
import { inTurns, median, ratioOf } from '../lib/measure.mjs';

/** Orders that come at once. */
const TOGETHER = 256;
const ORDERS = 2_000;
const SALE = { units: 1_000, shoppers: 10_000, rounds: 3 };
const DAY = 86_400_000;

export async function run(bench) {
  const app = await bench.application();
  const shop = { app, database: app.get(Database), placements: app.get(GatheredPlacements), now: app.get(Clock).now() };
  const offers = await stocked(shop);
  return [await couponRow(bench, shop, offers), await saleRow(bench, shop, offers)];
}

async function couponRow(bench, shop, offers) {
  const [{ skuId }] = offers;
  const ours = { name: 'with a coupon', wishes: async (shoppers) => withCoupons(shop, shoppers, skuId) };
  const peer = { name: 'without', wishes: async (shoppers) => shoppers.map((id) => wishOf(id, skuId)) };
  const measure = async ({ wishes }) => {
    const list = await wishes(people(ORDERS));
    return placeAll(shop, list);
  };
  const measured = await inTurns(bench.settings.rounds, ours, peer, measure);
  return row(bench, 'coupon', 'an order', { ours, peer }, measured);
}

/** Everybody wants one unit; so many have it at the flash price, and the others at the ordinary one. */
async function saleRow(bench, shop, offers) {
  const sides = offers.slice(1, 3).map(({ skuId, priceFen }) => ({ skuId, priceFen }));
  const ours = { name: `${SALE.units} at a flash price`, ...sides[0], flash: true };
  const peer = { name: 'all at the ordinary price', ...sides[1], flash: false };
  const measure = async ({ skuId, priceFen, flash }) => {
    const saleId = flash ? await announceSale(shop, skuId, priceFen - 1) : null;
    const micros = await placeAll(
      shop,
      people(SALE.shoppers).map((id) => wishOf(id, skuId)),
    );
    if (saleId) await endSale(shop, saleId);
    return micros;
  };
  const measured = await inTurns(Math.min(SALE.rounds, bench.settings.rounds), ours, peer, measure);
  const what = `an order, ${SALE.shoppers} shoppers want one SKU`;
  return row(bench, 'flash-sale', what, { ours, peer }, measured);
}

function row(bench, key, what, { ours, peer }, measured) {
  const side = ({ name }, rounds) => ({ name, unit: 'µs', time: median(rounds) });
  return {
    case: `${bench.name}/${key}`,
    what,
    ours: side(ours, measured.ours),
    peer: side(peer, measured.peer),
    ratio: ratioOf(measured.ours, measured.peer),
    rounds: measured,
  };
}

/** Microseconds for each order. */
async function placeAll({ placements }, wishes) {
  const began = performance.now();
  for (let from = 0; from < wishes.length; from += TOGETHER) {
    const placed = await Promise.all(wishes.slice(from, from + TOGETHER).map((wish) => placements.place(wish)));
    const refused = placed.find((placement) => !('placed' in placement));
    if (refused) throw new Error(`not placed: ${refused.refused?.message}`);
  }
  return ((performance.now() - began) * 1_000) / wishes.length;
}

const people = (count) => Array.from({ length: count }, () => newId());

function wishOf(customerId, skuId, couponId = null) {
  const key = { owner: customerId, route: 'POST /orders', key: customerId, fingerprint: 'f' };
  const items = [{ skuId, quantity: 1 }];
  return { customerId, account: 'oBench', items, couponId, addressId: null, remark: null, expectedTotalFen: null, key };
}

async function withCoupons({ database, now }, shoppers, skuId) {
  const [templateId, until] = [newId(), new Date(now.getTime() + DAY)];
  const terms = ['bench', '{"type":"amount","offFen":1}', 0, '{"type":"all"}'];
  const coupons = shoppers.map((customerId) => ({ id: newId(), customerId }));
  await database.transaction(async () => {
    await insertRows(
      database,
      'coupon_templates',
      'id name benefit threshold_fen scope validity total_limit shopper_limit claim_from claim_until claimed created_at version'.split(
        ' ',
      ),
      [[templateId, ...terms, '{"type":"days","days":1}', shoppers.length, 1, now, until, shoppers.length, now, 1]],
    );
    await insertRows(
      database,
      'coupons',
      'id template_id customer_id no name benefit threshold_fen scope valid_from valid_until claimed_at status'.split(
        ' ',
      ),
      coupons.map(({ id, customerId }) => [id, templateId, customerId, 1, ...terms, now, until, now, 'UNUSED']),
    );
  });
  return coupons.map(({ id, customerId }) => wishOf(customerId, skuId, id));
}

async function announceSale({ database, now }, skuId, priceFen) {
  const id = newId();
  const columns = 'id sku_id price_fen starts_at ends_at units_limit shopper_limit sold created_at'.split(' ');
  const until = new Date(now.getTime() + DAY);
  await insertRows(database, 'flash_prices', columns, [[id, skuId, priceFen, now, until, SALE.units, 1, 0, now]]);
  // Longer than a process may go without noticing it.
  await new Promise((go) => setTimeout(go, 1_100));
  return id;
}

/** @throws Error unless exactly as many units were sold at this price as there were */
async function endSale({ database, now }, id) {
  const [{ sold }] = await database.query('SELECT sold FROM flash_prices WHERE id = ?', [id]);
  if (Number(sold) !== SALE.units) throw new Error(`${sold} units were sold at the flash price, not ${SALE.units}`);
  await database.execute('UPDATE flash_prices SET closed_at = ? WHERE id = ?', [now, id]);
}

async function stocked({ app, database, now }) {
  return database.transaction(async () => {
    const made = await app.get(SeedGoods).execute({ count: 20, dice: new Dice(1), addedAt: now });
    const offers = made.filter(({ onShelf }) => onShelf);
    const units = offers.map(({ skuId }) => ({ skuId, initial: 100_000_000 }));
    await app.get(SeedStock).introduce(units, now);
    return offers;
  });
}
