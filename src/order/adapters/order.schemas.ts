import { z } from 'zod';
import { BeijingDay } from '#kernel';
import { body, fen, id, pageQuery, staffPageQuery, text, time } from '#platform/http';
import { MOST_ITEMS, MOST_UNITS } from '../application/checkout.js';

const status = z.enum(['CREATED', 'PAID', 'SHIPPED', 'COMPLETED', 'CANCELLED', 'REFUNDED']);

export const placeOrderBody = body({
  items: z
    .array(body({ skuId: id, quantity: z.int().min(1).max(MOST_UNITS) }))
    .min(1)
    .max(MOST_ITEMS),
  addressId: id.nullish().describe('Without one the default address; without a default none'),
  remark: text(0, 200).nullish(),
  couponId: id.nullish(),
  expectedTotalFen: fen.nullish().describe('What the shopper saw; another total is refused with 4007'),
});

/** Why a coupon cannot be used for an order. */
export const COUPON_REFUSALS = [7107, 7108, 7109, 7110, 7111, 7112];

export const orderListQuery = pageQuery.extend({ status: status.optional() });

export const refundSchema = z
  .object({
    id: z.string(),
    status: z.enum(['REQUESTED', 'APPROVED', 'PROCESSING', 'SUCCEEDED', 'FAILED', 'REJECTED']),
    amountFen: fen,
    reason: z.string(),
    createdAt: time,
  })
  .meta({ id: 'Refund' });

export const orderResponse = z
  .object({
    id: z.string(),
    status,
    items: z.array(
      z.object({
        skuId: z.string(),
        productName: z.string(),
        skuName: z.string(),
        imageUrl: z.string(),
        unitPriceFen: fen,
        quantity: z.int(),
        subtotalFen: fen,
        discountFen: fen.describe('What is taken off the subtotal: its share of the discount of the order'),
      }),
    ),
    goodsFen: fen,
    freightFen: fen,
    discountFen: fen,
    totalFen: fen,
    address: z
      .object({
        recipient: z.string(),
        phone: z.string(),
        province: z.string(),
        city: z.string(),
        district: z.string(),
        detail: z.string(),
        postalCode: z.string().nullable(),
      })
      .nullable(),
    remark: z.string().nullable(),
    createdAt: time,
    expiresAt: time,
    paidAt: time.nullable(),
    shippedAt: time.nullable(),
    completedAt: time.nullable(),
    cancelledAt: time.nullable(),
    cancelReason: z.enum(['customer', 'timeout', 'staff', 'erased']).nullable(),
    shipment: z.object({ carrier: z.string(), trackingNo: z.string(), at: time }).nullable(),
    refunds: z.array(refundSchema),
  })
  .meta({ id: 'Order' });

export const refundRequestBody = body({
  reason: text(1, 200),
  amountFen: z.int().min(1).nullish().describe('Without it all that is left'),
});

export const shipmentBody = body({
  carrier: text(1, 50),
  trackingNo: z.string().regex(/^[A-Za-z0-9-]{1,50}$/, 'is not a tracking number'),
});

export const reasonBody = body({ reason: text(1, 200) });

export const labelsBody = body({ orderIds: z.array(id).min(1).max(100), reason: text(1, 200) });

export const staffOrderResponse = orderResponse.extend({ customerId: z.string() }).meta({ id: 'StaffOrder' });

export const staffRefundSchema = refundSchema.extend({ orderId: z.string() }).meta({ id: 'StaffRefund' });

export const addressSchema = orderResponse.shape.address.unwrap();

/** A moment, or a day in Beijing, of which it is the start or the end. */
const momentOr = (edge: 'start' | 'end') =>
  z
    .union([z.iso.datetime({ offset: true }), z.iso.date()])
    .transform((value) => (value.length === 10 ? BeijingDay.from(value)[edge] : new Date(value)));

export const staffOrderListQuery = staffPageQuery.extend({
  status: status.optional(),
  q: text(0, 64)
    .optional()
    .describe('An order id, a tracking number, or the telephone number a customer has bound (11 digits, or +86…)'),
  from: momentOr('start').optional().describe('From this moment on, or from this day in Beijing on (2026-11-28)'),
  to: momentOr('end').optional().describe('Before this moment, or until the end of this day in Beijing'),
});

export const staffRefundListQuery = staffPageQuery.extend({ status: refundSchema.shape.status.optional() });
