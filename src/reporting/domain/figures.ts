import type { BeijingDay } from '#kernel';

/** Of one hour of the day. */
export interface HourFigures {
  readonly orders: number;
  readonly revenueFen: number;
  readonly discountFen: number;
  readonly refunds: number;
  readonly refundedFen: number;
}

/** Units of a SKU that were sold, under the name it had then. */
export interface SkuSales {
  readonly skuId: string;
  readonly productName: string;
  readonly skuName: string;
  readonly units: number;
  /** What was paid for them, freight apart. */
  readonly revenueFen: number;
}

/** A SKU that ran out. The names are null where the catalogue does not have it any more. */
export interface NamedStockOut {
  readonly skuId: string;
  readonly productName: string | null;
  readonly skuName: string | null;
  /** `HH:mm` in Beijing. */
  readonly time: string;
  readonly times: number;
  readonly isOut: boolean;
}

/** A sale as far as figures are made of it. */
export interface CountedSale {
  readonly paidAt: Date;
  readonly isNewCustomer: boolean;
  readonly isFirstOfDay: boolean;
  readonly freightFen: number;
  readonly discountFen: number;
  readonly totalFen: number;
  readonly items: readonly { readonly quantity: number }[];
}

export interface CountedRefund {
  readonly amountFen: number;
  readonly refundedAt: Date;
}

/** What a report tells, however many orders the day had. */
export interface Figures {
  readonly orders: number;
  readonly units: number;
  /** All that was paid, freight included, whatever went back later. */
  readonly revenueFen: number;
  readonly freightFen: number;
  readonly discountFen: number;
  readonly newCustomers: number;
  readonly returningCustomers: number;
  readonly refunds: number;
  readonly refundedFen: number;
  /** From 0 to 23. */
  readonly hours: readonly HourFigures[];
  readonly stockOuts: number;
  /** The first MOST_STOCK_OUTS of them. */
  readonly shownStockOuts: readonly NamedStockOut[];
  readonly bestSellers: readonly SkuSales[];
}

/** What is shown of a long list; the CSV has all of it. */
export const MOST_STOCK_OUTS = 50;
export const MOST_BEST_SELLERS = 20;

const QUIET: HourFigures = { orders: 0, revenueFen: 0, discountFen: 0, refunds: 0, refundedFen: 0 };

export const NO_FIGURES: Figures = {
  orders: 0,
  units: 0,
  revenueFen: 0,
  freightFen: 0,
  discountFen: 0,
  newCustomers: 0,
  returningCustomers: 0,
  refunds: 0,
  refundedFen: 0,
  hours: Array.from({ length: 24 }, () => QUIET),
  stockOuts: 0,
  shownStockOuts: [],
  bestSellers: [],
};

/** Fen; null without orders. */
export function averageFen({ orders, revenueFen }: Figures): number | null {
  return orders === 0 ? null : Math.round(revenueFen / orders);
}

export function withSales(figures: Figures, sales: readonly CountedSale[], day: BeijingDay): Figures {
  const customers = sales.filter(({ isFirstOfDay }) => isFirstOfDay);
  const newOnes = customers.filter(({ isNewCustomer }) => isNewCustomer).length;
  return {
    ...figures,
    orders: figures.orders + sales.length,
    units: figures.units + sum(sales, ({ items }) => sum(items, ({ quantity }) => quantity)),
    revenueFen: figures.revenueFen + sum(sales, ({ totalFen }) => totalFen),
    freightFen: figures.freightFen + sum(sales, ({ freightFen }) => freightFen),
    discountFen: figures.discountFen + sum(sales, ({ discountFen }) => discountFen),
    newCustomers: figures.newCustomers + newOnes,
    returningCustomers: figures.returningCustomers + customers.length - newOnes,
    hours: figures.hours.map((hour, at) => {
      const own = sales.filter(({ paidAt }) => day.hourOf(paidAt) === at);
      return {
        ...hour,
        orders: hour.orders + own.length,
        revenueFen: hour.revenueFen + sum(own, ({ totalFen }) => totalFen),
        discountFen: hour.discountFen + sum(own, ({ discountFen }) => discountFen),
      };
    }),
  };
}

export function withRefunds(figures: Figures, refunds: readonly CountedRefund[], day: BeijingDay): Figures {
  return {
    ...figures,
    refunds: figures.refunds + refunds.length,
    refundedFen: figures.refundedFen + sum(refunds, ({ amountFen }) => amountFen),
    hours: figures.hours.map((hour, at) => {
      const own = refunds.filter(({ refundedAt }) => day.hourOf(refundedAt) === at);
      return {
        ...hour,
        refunds: hour.refunds + own.length,
        refundedFen: hour.refundedFen + sum(own, ({ amountFen }) => amountFen),
      };
    }),
  };
}

export function withStockOuts(figures: Figures, found: readonly NamedStockOut[]): Figures {
  return {
    ...figures,
    stockOuts: figures.stockOuts + found.length,
    shownStockOuts: [...figures.shownStockOuts, ...found].slice(0, MOST_STOCK_OUTS),
  };
}

function sum<T>(of: readonly T[], value: (one: T) => number): number {
  return of.reduce((total, one) => total + value(one), 0);
}
