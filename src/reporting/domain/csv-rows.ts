import { csvLine } from './csv.js';
import type { NamedStockOut } from './figures.js';
import { yuanOf } from './yuan.js';

/** One table for all: what a line does not have is empty. */
interface Cells {
  readonly record: 'order' | 'item' | 'refund' | 'stock-out';
  /** Of an order within the report, with its items. */
  readonly no?: number;
  /** `HH:00` or `HH:mm` in Beijing. */
  readonly time: string;
  readonly customer?: string;
  readonly customerKind?: 'new' | 'returning';
  readonly skuId?: string;
  readonly productName?: string | null;
  readonly skuName?: string | null;
  readonly quantity?: number;
  readonly unitPriceFen?: number;
  readonly goodsFen?: number;
  readonly freightFen?: number;
  readonly discountFen?: number;
  readonly totalFen?: number;
  readonly isOut?: boolean;
}

/** An order of the day without the person, and without a number it could be found by. */
export interface ReportedOrder {
  readonly no: number;
  readonly hour: number;
  readonly customer: string;
  readonly isNewCustomer: boolean;
  readonly goodsFen: number;
  readonly freightFen: number;
  readonly discountFen: number;
  readonly totalFen: number;
  readonly items: readonly {
    readonly skuId: string;
    readonly productName: string;
    readonly skuName: string;
    readonly quantity: number;
    readonly unitPriceFen: number;
    readonly discountFen: number;
  }[];
}

export const HEADINGS = {
  zh: [
    '记录',
    '序号',
    '时间',
    '顾客（假名）',
    '新老顾客',
    'SKU',
    '商品',
    '规格',
    '数量',
    '单价（元）',
    '商品金额（元）',
    '运费（元）',
    '优惠（元）',
    '合计（元）',
    '仍缺货',
  ],
  en: [
    'record',
    'no',
    'time',
    'customer (pseudonym)',
    'customer kind',
    'SKU',
    'product',
    'variant',
    'quantity',
    'unit price (CNY)',
    'goods (CNY)',
    'freight (CNY)',
    'discount (CNY)',
    'total (CNY)',
    'still out',
  ],
} as const;

/** The order, and a line for each of its items. */
export function orderRows({ no, hour, customer, isNewCustomer, items, ...amounts }: ReportedOrder): string[] {
  const time = hourText(hour);
  const quantity = items.reduce((units, item) => units + item.quantity, 0);
  const customerKind = isNewCustomer ? 'new' : 'returning';
  return [
    row({ record: 'order', no, time, customer, customerKind, quantity, ...amounts }),
    ...items.map((item) => {
      const goodsFen = item.unitPriceFen * item.quantity;
      return row({ record: 'item', no, time, ...item, goodsFen, totalFen: goodsFen - item.discountFen });
    }),
  ];
}

export function refundRow(hour: number, amountFen: number): string {
  return row({ record: 'refund', time: hourText(hour), totalFen: amountFen });
}

/** Its quantity is how often it ran out. */
export function stockOutRow({ times, ...out }: NamedStockOut): string {
  return row({ record: 'stock-out', quantity: times, ...out });
}

function row(cells: Cells): string {
  const yuan = (fen: number | undefined) => (fen === undefined ? null : yuanOf(fen));
  const { record, no, time, customer, customerKind, skuId, productName, skuName, quantity, isOut } = cells;
  return csvLine([
    record,
    no ?? null,
    time,
    customer ?? null,
    customerKind ?? null,
    skuId ?? null,
    productName ?? null,
    skuName ?? null,
    quantity ?? null,
    yuan(cells.unitPriceFen),
    yuan(cells.goodsFen),
    yuan(cells.freightFen),
    yuan(cells.discountFen),
    yuan(cells.totalFen),
    isOut === undefined ? null : isOut ? 'yes' : 'no',
  ]);
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
