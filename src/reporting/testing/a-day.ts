import type { BeijingDay } from '#kernel';
import type { Catalogue, Offer } from '../../catalog/index.js';
import type { StockHistory, StockOut } from '../../inventory/index.js';
import type { Sale, Sales } from '../../order/index.js';
import type { Repayment, Taking, Takings } from '../../payment/index.js';

export const MINUTE = 60_000;

/** What other contexts answer about a day that is made up, and how much of it was asked for at once. */
export class ADay {
  readonly takings: Takings;
  readonly sales: Sales;
  readonly stockHistory: StockHistory;
  readonly catalogue: Catalogue;
  readonly stockOuts: StockOut[] = [];
  readonly repayments: Repayment[] = [];
  mostAtOnce = 0;
  /** Called before each page of sales is answered. */
  meanwhile: () => Promise<void> | void = () => undefined;

  /** @param orders paid one after the other, as many a minute as needed; each of a customer of their own */
  constructor(
    readonly day: BeijingDay,
    readonly orders: number,
    private readonly productName = '龙井茶',
  ) {
    const asked = <T>(page: readonly T[]): readonly T[] => {
      this.mostAtOnce = Math.max(this.mostAtOnce, page.length);
      return page;
    };
    const after = (last: { readonly paymentId: string } | null) => (last ? Number(last.paymentId.slice(1)) + 1 : 0);
    const refunds = this.repayments;
    this.takings = {
      count: async () => ({ payments: orders, refunds: refunds.length }),
      payments: async (_, last, limit) => asked(this.payments(after(last), limit)),
      refunds: async (_, last, limit) => {
        const from = last ? refunds.findIndex(({ refundId }) => refundId === last.refundId) + 1 : 0;
        return asked(refunds.slice(from, from + limit));
      },
    };
    this.sales = {
      paidBy: async (payments) => {
        await this.meanwhile();
        return asked(payments.map((payment) => this.sale(payment)));
      },
    };
    this.stockHistory = {
      stockOuts: async (_, cursor, limit) => {
        const from = Number(cursor ?? 0);
        const found = asked(this.stockOuts.slice(from, from + limit));
        return { found, last: found.length < limit ? null : String(from + limit) };
      },
    };
    this.catalogue = {
      offers: async (skuIds) =>
        new Map(skuIds.map((skuId) => [skuId, { skuId, productName, skuName: '250 克' } as unknown as Offer])),
    };
  }

  private payments(from: number, limit: number): Taking[] {
    const count = Math.max(0, Math.min(limit, this.orders - from));
    return Array.from({ length: count }, (_, at) => {
      const n = from + at;
      const paidAt = new Date(this.day.start.getTime() + Math.floor((n * 24 * 60) / this.orders) * MINUTE);
      return { paymentId: `P${n}`, orderId: `O${n}`, paidAt };
    });
  }

  private sale({ paymentId, paidAt }: { readonly paymentId: string; readonly paidAt: Date }): Sale {
    const n = Number(paymentId.slice(1));
    return {
      paidAt,
      customer: `customer ${n}`,
      isNewCustomer: n % 3 === 0,
      isFirstOfDay: true,
      goodsFen: 5_000,
      freightFen: 1_000,
      discountFen: 200,
      totalFen: 5_800,
      items: [
        {
          skuId: `S${n % 7}`,
          productName: this.productName,
          skuName: '250 克',
          quantity: 2,
          unitPriceFen: 2_500,
          discountFen: 200,
        },
      ],
    };
  }
}
