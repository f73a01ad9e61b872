import { ManualClock } from '#kernel';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import { couponTemplatesContract } from './coupon-templates.contract.js';
import { couponsContract } from './coupons.contract.js';
import { flashPricesContract } from './flash-prices.contract.js';
import { InMemoryCoupons, InMemoryCouponTemplates, InMemoryFlashPrices } from './in-memory-promotion.js';
import { promotionSchema } from './schema.js';
import { SqlCouponTemplates } from './sql-coupon-templates.js';
import { SqlCoupons } from './sql-coupons.js';
import { SqlFlashPrices } from './sql-flash-prices.js';

const together = <T>(work: () => Promise<T>) => work();

describe('in memory', () => {
  const [templates, coupons, prices] = [
    new InMemoryCouponTemplates(),
    new InMemoryCoupons(),
    new InMemoryFlashPrices(),
  ];
  const published = async (id: string) =>
    coupons.published.filter(({ couponId }) => couponId === id).map(({ type }) => type);
  describe('coupon templates', () => couponTemplatesContract(() => templates));
  describe('coupons', () => couponsContract(() => ({ templates, coupons, together, published })));
  describe('flash prices', () => flashPricesContract(() => ({ prices, together })));
});

onEachDatabase([promotionSchema, eventsSchema], (database) => {
  const inTransaction = <T>(work: () => Promise<T>) => database().transaction(work);
  const published = async (id: string) => {
    const rows = await database().query('SELECT type FROM outbox WHERE aggregate_id = ? ORDER BY id', [id]);
    return rows.map(({ type }) => String(type));
  };
  describe('coupon templates', () => couponTemplatesContract(() => new SqlCouponTemplates(database())));
  describe('coupons', () =>
    couponsContract(() => ({
      templates: new SqlCouponTemplates(database()),
      coupons: new SqlCoupons(database(), new EventDelivery(database(), new ManualClock()).outbox),
      together: inTransaction,
      published,
    })));
  describe('flash prices', () =>
    flashPricesContract(() => ({ prices: new SqlFlashPrices(database()), together: inTransaction })));
});
