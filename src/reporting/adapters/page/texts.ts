/** What the page says, in the two languages of the shop. */
export interface PageTexts {
  readonly lang: string;
  readonly title: string;
  readonly day: (day: Date) => string;
  readonly madeAt: (at: Date) => string;
  readonly figures: string;
  readonly revenue: string;
  readonly orders: string;
  readonly average: string;
  readonly units: string;
  readonly discount: string;
  readonly freight: string;
  readonly newCustomers: string;
  readonly returningCustomers: string;
  readonly refundCount: string;
  readonly refunded: string;
  readonly stockOuts: string;
  readonly byHour: string;
  readonly revenueByHour: string;
  readonly refundsByHour: string;
  readonly chart: (what: string, most: string, hour: string) => string;
  readonly atMost: (value: string) => string;
  readonly emptyChart: (what: string) => string;
  readonly asTable: string;
  readonly hour: string;
  readonly bestSellers: string;
  readonly rank: string;
  readonly product: string;
  readonly variant: string;
  readonly nothingSold: string;
  readonly time: string;
  readonly times: string;
  readonly state: string;
  readonly out: string;
  readonly back: string;
  readonly noStockOuts: string;
  readonly moreStockOuts: (count: number) => string;
  readonly deletedProduct: string;
  readonly about: string;
  readonly notes: readonly string[];
}

export type Language = 'zh' | 'en';

const inBeijing = (locale: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale, { timeZone: 'Asia/Shanghai', ...options });

const dayOf = (locale: string) => {
  const format = inBeijing(locale, { dateStyle: 'full' });
  return (day: Date) => format.format(day);
};
const momentOf = (locale: string) => {
  const format = inBeijing(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
  return (at: Date) => format.format(at);
};
const zhMoment = momentOf('zh-CN');
const enMoment = momentOf('en-GB');

export const TEXTS: Readonly<Record<Language, PageTexts>> = {
  zh: {
    lang: 'zh-CN',
    title: '经营日报',
    day: dayOf('zh-CN'),
    madeAt: (at) => `生成于北京时间 ${zhMoment(at)}`,
    figures: '概览',
    revenue: '销售额',
    orders: '已付款订单',
    average: '客单价',
    units: '售出件数',
    discount: '优惠金额',
    freight: '运费收入',
    newCustomers: '新顾客',
    returningCustomers: '老顾客',
    refundCount: '退款笔数',
    refunded: '退款金额',
    stockOuts: '售罄 SKU',
    byHour: '分时数据',
    revenueByHour: '每小时销售额',
    refundsByHour: '每小时退款金额',
    chart: (what, most, hour) => `柱状图：${what}，最高 ${most}，在 ${hour}`,
    atMost: (value) => `最高 ${value}`,
    emptyChart: (what) => `柱状图：${what}，全天为零`,
    asTable: '以表格显示',
    hour: '时段',
    bestSellers: '热销商品',
    rank: '名次',
    product: '商品',
    variant: '规格',
    nothingSold: '当天没有售出商品。',
    time: '首次售罄',
    times: '次数',
    state: '现状',
    out: '仍缺货',
    back: '已有货',
    noStockOuts: '当天没有 SKU 售罄。',
    moreStockOuts: (count) => `另有 ${count} 个，见 CSV 文件。`,
    deletedProduct: '已删除的商品',
    about: '说明',
    notes: [
      '时间均为北京时间；订单按微信支付的到账时间归入当天，退款按退款成功的时间归入当天。此后成功的退款属于它成功的那一天，不会改变本报表。',
      '本报表反映生成时刻已知的情况；“现状”是该 SKU 被查看时的情况。重新生成会得到那时的情况。',
      '销售额为实付金额，含运费，不扣除退款。订单关闭后才到账的钱不算销售额，退回后计入退款。',
      '新顾客：在仍保存的订单中，第一笔付款就在当天。报表里没有姓名、电话、地址和备注；CSV 中的顾客只以假名出现。',
    ],
  },
  en: {
    lang: 'en',
    title: 'Daily report',
    day: dayOf('en-GB'),
    madeAt: (at) => `Made on ${enMoment(at)}, Beijing time`,
    figures: 'At a glance',
    revenue: 'Revenue',
    orders: 'Orders paid',
    average: 'Average order',
    units: 'Units sold',
    discount: 'Discount',
    freight: 'Freight',
    newCustomers: 'New customers',
    returningCustomers: 'Returning customers',
    refundCount: 'Refunds',
    refunded: 'Refunded',
    stockOuts: 'SKUs that ran out',
    byHour: 'By hour',
    revenueByHour: 'Revenue by hour',
    refundsByHour: 'Refunded by hour',
    chart: (what, most, hour) => `Bar chart: ${what}; at most ${most}, at ${hour}`,
    atMost: (value) => `at most ${value}`,
    emptyChart: (what) => `Bar chart: ${what}; nothing all day`,
    asTable: 'As a table',
    hour: 'Hour',
    bestSellers: 'Best sellers',
    rank: 'Rank',
    product: 'Product',
    variant: 'Variant',
    nothingSold: 'Nothing was sold that day.',
    time: 'First ran out',
    times: 'Times',
    state: 'Now',
    out: 'still out',
    back: 'for sale again',
    noStockOuts: 'No SKU ran out that day.',
    moreStockOuts: (count) => `And ${count} more, in the CSV.`,
    deletedProduct: 'a product that was deleted',
    about: 'About these figures',
    notes: [
      'All times are those of Beijing. An order belongs to the day its money arrived by WeChat Pay’s clock, a refund to the day it succeeded. Refunds that succeed later belong to their own day and do not change this report.',
      'It is of the moment it was made; “now” is when the SKU was looked at. Made anew, it tells of that later moment.',
      'Revenue is what was paid, with freight, and without taking off refunds. Money that came too late for its order is no revenue; once it has gone back it is a refund.',
      'A new customer’s first paid order, of those that are kept, is of this day. There are no names, numbers, addresses or remarks in a report; in the CSV customers have pseudonyms.',
    ],
  },
};
