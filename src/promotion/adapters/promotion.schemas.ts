import { z } from 'zod';
import { body, fen, id, pageQuery, text, time } from '#platform/http';

const EARLIEST = new Date('2000-01-01T00:00:00.000Z');
const LATEST = new Date('2100-01-01T00:00:00.000Z');
const MOST = 100_000_000;

/** With any offset; what the database of any shop can keep. */
const moment = z.iso
  .datetime({ offset: true })
  .transform((value) => new Date(value))
  .refine((at) => at >= EARLIEST && at < LATEST, 'is not between the years 2000 and 2100');
const count = z.int().min(1).max(MOST);
const ids = z.array(id).min(1).max(100);
const price = z.int().min(1);

const benefit = z
  .discriminatedUnion('type', [
    body({ type: z.literal('amount'), offFen: price }),
    body({ type: z.literal('percent'), percentOff: z.int().min(1).max(100), capFen: price.nullable().default(null) }),
    body({ type: z.literal('free-freight') }),
  ])
  .describe(
    'So many fen off, so many hundredths off (20 is 8 折) up to a cap, or no freight; 1 fen is always left to pay',
  );
const scope = z
  .discriminatedUnion('type', [
    body({ type: z.literal('all') }),
    body({ type: z.literal('categories'), ids }),
    body({ type: z.literal('products'), ids }),
  ])
  .describe('The goods it is for');
const validity = z
  .discriminatedUnion('type', [
    body({ type: z.literal('fixed'), from: moment, until: moment }),
    body({ type: z.literal('days'), days: z.int().min(1).max(3_650) }),
  ])
  .describe('When a coupon may be used: in one period for all, or for so many days of 24 hours from its claim on');

const announcement = {
  name: text(1, 100),
  benefit,
  thresholdFen: fen.describe('What the goods it is for must cost at least, at the prices of the moment'),
  scope,
  validity,
  totalLimit: count,
  shopperLimit: z.int().min(1).max(100),
  claimFrom: moment,
  claimUntil: moment.describe('When claims end: no later than a fixed period does'),
};

export const newTemplate = body({ ...announcement, thresholdFen: announcement.thresholdFen.default(0) });
export const templateChanges = body(announcement).partial();

const terms = {
  name: z.string(),
  benefit: z.discriminatedUnion('type', [
    z.object({ type: z.literal('amount'), offFen: fen }),
    z.object({ type: z.literal('percent'), percentOff: z.int(), capFen: fen.nullable() }),
    z.object({ type: z.literal('free-freight') }),
  ]),
  thresholdFen: fen,
  scope: z.discriminatedUnion('type', [
    z.object({ type: z.literal('all') }),
    z.object({ type: z.literal('categories'), ids: z.array(z.string()) }),
    z.object({ type: z.literal('products'), ids: z.array(z.string()) }),
  ]),
};
const validityView = z.discriminatedUnion('type', [
  z.object({ type: z.literal('fixed'), from: time, until: time }),
  z.object({ type: z.literal('days'), days: z.int() }),
]);

export const templateView = z
  .object({
    id: z.string(),
    ...terms,
    validity: validityView,
    totalLimit: z.int(),
    shopperLimit: z.int(),
    claimFrom: time,
    claimUntil: time,
    claimed: z.int(),
    createdAt: time,
    closedAt: time.nullable(),
  })
  .meta({ id: 'CouponTemplate' });

export const claimableView = z
  .object({
    id: z.string(),
    ...terms,
    validity: validityView,
    shopperLimit: z.int(),
    claimUntil: time,
    left: z.int(),
    mine: z.int().describe('How many of them I have claimed'),
  })
  .meta({ id: 'ClaimableCoupon' });

const status = z.enum(['UNUSED', 'USED', 'EXPIRED']);

export const couponView = z
  .object({
    id: z.string(),
    templateId: z.string(),
    ...terms,
    validFrom: time,
    validUntil: time,
    status,
    orderId: z.string().nullable(),
    claimedAt: time,
    usedAt: time.nullable(),
  })
  .meta({ id: 'Coupon' });

export const couponListQuery = pageQuery.extend({ status: status.optional() });

export const newFlashPrice = body({
  skuId: id,
  priceFen: price,
  startsAt: moment,
  endsAt: moment,
  unitsLimit: count,
  shopperLimit: count.nullable().default(null),
});

export const staffFlashPriceView = z
  .object({
    id: z.string(),
    skuId: z.string(),
    priceFen: fen,
    startsAt: time,
    endsAt: time,
    unitsLimit: z.int(),
    shopperLimit: z.int().nullable(),
    sold: z.int(),
    createdAt: time,
    closedAt: time.nullable(),
  })
  .meta({ id: 'StaffFlashPrice' });

export const flashPriceView = z
  .object({
    id: z.string(),
    skuId: z.string(),
    priceFen: fen,
    startsAt: time,
    endsAt: time,
    running: z.boolean(),
    left: z.int().describe('Units still to be had at this price'),
    shopperLimit: z.int().nullable(),
  })
  .meta({ id: 'FlashPrice' });
