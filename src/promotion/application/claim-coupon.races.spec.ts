import { ManualClock, newId } from '#kernel';
import { eventsSchema } from '#platform/events';
import { Idempotency, idempotencySchema } from '#platform/idempotency';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import type { UserDirectory } from '../../user/index.js';
import { promotionSchema } from '../adapters/schema.js';
import { SqlCoupons } from '../adapters/sql-coupons.js';
import { SqlCouponTemplates } from '../adapters/sql-coupon-templates.js';
import { aTemplate, now } from '../testing/promotions.js';
import { ClaimCoupon } from './claim-coupon.js';

onEachDatabase([promotionSchema, eventsSchema, idempotencySchema], (database) => {
  const race = async (announcement: Parameters<typeof aTemplate>[0], customerIds: readonly string[]) => {
    const clock = new ManualClock(now);
    const templates = new SqlCouponTemplates(database());
    const coupons = new SqlCoupons(database(), new EventDelivery(database(), clock).outbox);
    const users = { hold: async () => undefined } as Partial<UserDirectory> as UserDirectory;
    const claiming = new ClaimCoupon(templates, coupons, users, new Idempotency(database(), clock), clock);
    const template = aTemplate(announcement);
    const { id: templateId } = template.state;
    await templates.add(template);
    const claims = await Promise.allSettled(
      customerIds.map((customerId) => {
        const key = { owner: customerId, route: 'POST', key: newId(), fingerprint: 'body' };
        return claiming.execute({ templateId, customerId, key });
      }),
    );
    const codes = claims.map((one) => (one.status === 'fulfilled' ? 200 : (one.reason as { code?: number }).code));
    const count = (code: number) => codes.filter((one) => one === code).length;
    const { claimed } = (await templates.get(templateId)).state;
    return { made: count(200), refused: [count(7104), count(7105)], claimed };
  };

  it('[P60] no more coupons are claimed than there are, however many shoppers come at once', async () => {
    const shoppers = Array.from({ length: 20 }, () => newId());
    expect(await race({ totalLimit: 7 }, shoppers)).toEqual({ made: 7, refused: [13, 0], claimed: 7 });
  });

  it('[P60] one shopper claims no more than one may have, however many claims come at once', async () => {
    const me = newId();
    const claims = Array.from({ length: 20 }, () => me);
    expect(await race({ shopperLimit: 3 }, claims)).toEqual({ made: 3, refused: [0, 17], claimed: 3 });
  });
});
