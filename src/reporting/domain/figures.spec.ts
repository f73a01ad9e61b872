import { BeijingDay } from '#kernel';
import { averageFen, MOST_STOCK_OUTS, NO_FIGURES, withRefunds, withSales, withStockOuts } from './figures.js';

const day = BeijingDay.of(new Date('2026-11-25T04:00:00.000Z'));
const sale = (hour: number, more: object = {}) => ({
  paidAt: day.at(hour, 59),
  isNewCustomer: true,
  isFirstOfDay: true,
  freightFen: 1_000,
  discountFen: 300,
  totalFen: 5_000,
  items: [{ quantity: 2 }, { quantity: 1 }],
  ...more,
});

describe('the figures of a day', () => {
  it('add up page by page, in all and by the hour', () => {
    const first = withSales(NO_FIGURES, [sale(0), sale(9)], day);
    const both = withSales(first, [sale(9, { totalFen: 1, discountFen: 0 }), sale(23)], day);
    expect(both).toMatchObject({ orders: 4, units: 12, revenueFen: 15_001, freightFen: 4_000, discountFen: 900 });
    expect(both.hours[9]).toMatchObject({ orders: 2, revenueFen: 5_001, discountFen: 300 });
    expect([both.hours[0]?.orders, both.hours[23]?.orders, both.hours[10]?.orders]).toEqual([1, 1, 0]);
    expect(both.hours).toHaveLength(24);
  });

  it('count a customer once, as new or as returning', () => {
    const again = sale(10, { isFirstOfDay: false });
    const figures = withSales(NO_FIGURES, [sale(9), again, sale(11, { isNewCustomer: false })], day);
    expect(figures).toMatchObject({ orders: 3, newCustomers: 1, returningCustomers: 1 });
  });

  it('have refunds beside the sales, which they do not change', () => {
    const sold = withSales(NO_FIGURES, [sale(9)], day);
    const figures = withRefunds(sold, [{ amountFen: 700, refundedAt: day.at(9, 0) }], day);
    expect(figures).toMatchObject({ revenueFen: 5_000, refunds: 1, refundedFen: 700 });
    expect(figures.hours[9]).toMatchObject({ orders: 1, refunds: 1, refundedFen: 700 });
  });

  it('have an average, rounded to the fen, where there are orders', () => {
    expect(averageFen(NO_FIGURES)).toBeNull();
    const figures = withSales(NO_FIGURES, [sale(1, { totalFen: 1 }), sale(1, { totalFen: 2 })], day);
    expect(averageFen(figures)).toBe(2);
  });

  it('[P92] show some of what ran out and count all, so that they stay short', () => {
    const out = { skuId: 'S', productName: '茶', skuName: '一罐', time: '09:00', times: 1, isOut: true };
    let figures = NO_FIGURES;
    for (let page = 0; page < 5; page++)
      figures = withStockOuts(
        figures,
        Array.from({ length: 30 }, () => out),
      );
    expect([figures.stockOuts, figures.shownStockOuts.length]).toEqual([150, MOST_STOCK_OUTS]);
  });
});
