import { newId } from '#kernel';
import { insertRows, type SqlValue } from '#platform/database';
import { cartSchema } from '../../src/cart/adapters/schema.js';
import { PromotionRows } from '../../src/console/promotion-rows.js';
import { promotionSchema } from '../../src/promotion/adapters/schema.js';
import { onEachDatabase } from '../support/databases.js';

const NOON = new Date('2026-11-24T04:00:00.000Z');
const LATER = new Date('2026-11-24T04:05:00.000Z');

describe('the timeline of an order', () => {
  onEachDatabase([cartSchema, promotionSchema], (database) => {
    const effects = async (orderId: string) =>
      (await new PromotionRows(database()).ofOrder(orderId)).map(({ lane, kind, title, at, facts }) =>
        [lane, kind, title, at === NOON.toISOString() ? 'at noon' : 'later', JSON.stringify(facts)].join(' '),
      );

    const row = (table: string, values: Readonly<Record<string, SqlValue>>) =>
      insertRows(database(), table, Object.keys(values), [Object.values(values)]);

    it('has the coupon it uses, the units at a flash price, and what left the cart for it', async () => {
      const [orderId, other, apart, customerId] = [newId(), newId(), newId(), newId()];
      const [templateId, priceId] = [newId(), newId()];
      await row('coupon_templates', {
        id: templateId,
        name: 'ten off',
        benefit: '{}',
        threshold_fen: 0,
        scope: '{}',
        validity: '{}',
        total_limit: 1,
        shopper_limit: 1,
        claimed: 1,
        claim_from: NOON,
        claim_until: LATER,
        created_at: NOON,
        version: 1,
      });
      await row('coupons', {
        id: newId(),
        template_id: templateId,
        customer_id: customerId,
        no: 1,
        name: 'ten off',
        benefit: '{}',
        threshold_fen: 0,
        scope: '{}',
        valid_from: NOON,
        valid_until: LATER,
        claimed_at: NOON,
        status: 'USED',
        order_id: orderId,
        used_at: NOON,
      });
      await row('flash_prices', {
        id: priceId,
        sku_id: newId(),
        price_fen: 1,
        starts_at: NOON,
        ends_at: LATER,
        units_limit: 9,
        sold: 2,
        created_at: NOON,
      });
      const taking = { flash_price_id: priceId, customer_id: customerId, units: 2, taken_at: NOON };
      await row('flash_takings', { ...taking, order_id: orderId });
      await row('flash_takings', { ...taking, order_id: other, given_back_at: LATER });
      const takeOut = { customer_id: customerId, placed_at: NOON, noted_at: NOON };
      await row('cart_take_outs', { ...takeOut, order_id: orderId, taken_lines: '[{}, {}]' });
      await row('cart_take_outs', { ...takeOut, order_id: other, taken_lines: '[{}]', cancelled_at: LATER });
      await row('cart_take_outs', { ...takeOut, order_id: apart, taken_lines: '[]', cancelled_at: LATER });
      expect(await effects(orderId)).toEqual([
        'promotion coupon used at noon {"name":"ten off"}',
        'promotion flash-price taken at noon {"units":2}',
        'cart cart left at noon {"lines":2}',
      ]);
      expect(await effects(other)).toEqual([
        'promotion flash-price taken at noon {"units":2}',
        'promotion flash-price given-back later {"units":2}',
        'cart cart left at noon {"lines":1}',
        'cart cart came-back later {"lines":1}',
      ]);
      expect(await effects(apart)).toEqual([]);
    });
  });
});
