import { z } from 'zod';
import { body, fen, id, time } from '#platform/http';
import { MOST_ITEMS, MOST_UNITS, placeOrderBody } from '../../order/index.js';

/** Lines of one merge. */
const MOST_MERGED = 200;
/** SKUs that one request may name; a cart holds no more. */
const MOST_NAMED = 1_000;

const quantity = z.int().min(1).max(MOST_UNITS);

export const newLine = body({ skuId: id, quantity });
export const lineChanges = body({ quantity, selected: z.boolean() }).partial();
export const selection = body({
  selected: z.boolean(),
  skuIds: z.array(id).min(1).max(MOST_NAMED).optional().describe('Without it all of the cart'),
});
export const merge = body({
  lines: z
    .array(body({ skuId: id, quantity, selected: z.boolean().optional().describe('true by default') }))
    .min(1)
    .max(MOST_MERGED),
});
/** All of an order but its items: these are in the cart. */
export const cartOrder = placeOrderBody.omit({ items: true }).extend({ skuIds: z.array(id).min(1).max(MOST_ITEMS) });

export const cartResponse = z
  .object({
    lines: z.array(
      z.object({
        skuId: z.string(),
        productId: z.string().nullable(),
        productName: z.string().nullable(),
        skuName: z.string().nullable(),
        imageUrl: z.string().nullable(),
        priceFen: fen.nullable().describe('Now; null when the SKU is gone, as its names are'),
        addedPriceFen: fen.describe('When some of it was last put in'),
        quantity: z.int(),
        selected: z.boolean(),
        state: z
          .enum(['orderable', 'short', 'sold-out', 'off-shelf', 'gone'])
          .describe('short: fewer are left than are in the cart; gone: the SKU was deleted'),
        available: z.int().describe('Units for sale'),
        addedAt: time,
      }),
    ),
    selected: z
      .object({ lines: z.int(), quantity: z.int(), goodsFen: fen })
      .describe('Of the lines that are selected and orderable'),
  })
  .meta({ id: 'Cart' });

export const mergedSchema = z.object({
  cart: cartResponse,
  refused: z
    .array(z.object({ skuId: z.string(), quantity: z.int(), code: z.int() }))
    .describe('Lines that were not taken: 2002, 2003, 7002 or 7003'),
});

export type NewLine = z.output<typeof newLine>;
export type LineChanges = z.output<typeof lineChanges>;
export type Selection = z.output<typeof selection>;
export type MergeBody = z.output<typeof merge>;
export type CartOrder = z.output<typeof cartOrder>;
