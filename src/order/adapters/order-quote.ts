import { z } from 'zod';
import { fen, time } from '#platform/http';
import type { PriceQuote } from '../application/promoted-pricing.js';
import { placeOrderBody } from './order.schemas.js';

export const quoteBody = placeOrderBody.pick({ items: true, couponId: true });

export const quoteSchema = z
  .object({
    items: z.array(
      z.object({ skuId: z.string(), unitPriceFen: fen, quantity: z.int(), subtotalFen: fen, discountFen: fen }),
    ),
    goodsFen: fen,
    freightFen: fen,
    discountFen: fen,
    totalFen: fen,
    coupons: z.array(
      z.object({ id: z.string(), name: z.string(), offFen: fen.describe('Freight included'), validUntil: time }),
    ),
  })
  .meta({ id: 'OrderQuote' });

export interface QuoteView {
  readonly items: readonly {
    readonly skuId: string;
    readonly unitPriceFen: number;
    readonly quantity: number;
    readonly subtotalFen: number;
    readonly discountFen: number;
  }[];
  readonly goodsFen: number;
  readonly freightFen: number;
  readonly discountFen: number;
  readonly totalFen: number;
  readonly coupons: readonly {
    readonly id: string;
    readonly name: string;
    readonly offFen: number;
    readonly validUntil: Date;
  }[];
}

/** @throws MoneyOutOfRange */
export function quoteView({ lines, quote: { goods, freight, discount }, fitting }: PriceQuote): QuoteView {
  return {
    items: lines.map(({ skuId, unitPrice, quantity, subtotal, discount: off }) => {
      return { skuId, unitPriceFen: unitPrice.fen, quantity, subtotalFen: subtotal.fen, discountFen: off.fen };
    }),
    goodsFen: goods.fen,
    freightFen: freight.fen,
    discountFen: discount.fen,
    totalFen: goods.plus(freight).minus(discount).fen,
    coupons: fitting.map(({ id, terms, period, offFen }) => {
      return { id, name: terms.name, offFen, validUntil: period.until };
    }),
  };
}
