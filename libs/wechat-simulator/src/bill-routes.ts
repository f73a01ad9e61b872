import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beijingDay, beijingTime } from './beijing-time.js';
import { json, type Route } from './http.js';
import type { Ledger } from './ledger.js';
import { billLines, readBillType } from './trade-bill.js';
import { PayError } from './wechat-errors.js';

interface Shop {
  appId: string;
  merchantId: string;
  billReadyHour?: number;
}

const oneDayMs = 24 * 3600 * 1000;
const keptDays = 92;

/** The trade bill of a day, of the last three months. Unlike WeChat's it may be ready before ten o'clock. */
export function billRoutes(shop: Shop, ledger: Ledger, now: () => Date, url: string): Route[] {
  const textOf = (query: URLSearchParams): string => {
    const day = query.get('bill_date') ?? '';
    checkDay(day, now(), shop.billReadyHour ?? 0);
    const text = billLines(shop, ledger, day, readBillType(query.get('bill_type')));
    if (text === undefined) throw new PayError('NO_STATEMENT_EXIST', '账单文件不存在');
    return text;
  };
  return [
    {
      method: 'GET',
      path: /^\/v3\/bill\/tradebill$/,
      target: 'bill',
      handle: ({ query }) => {
        const packing = query.get('tar_type');
        if (packing !== null && packing !== 'GZIP') throw invalid('tar_type');
        const hash = createHash('sha1').update(textOf(query)).digest('hex');
        return json({
          hash_type: 'SHA1',
          hash_value: hash,
          download_url: `${url}/v3/billdownload/file?${query.toString()}`,
        });
      },
    },
    {
      method: 'GET',
      path: /^\/v3\/billdownload\/file$/,
      target: 'bill-download',
      handle: ({ query }) => {
        const text = Buffer.from(textOf(query));
        const body = query.get('tar_type') === 'GZIP' ? gzipSync(text) : text;
        return { status: 200, contentType: 'application/octet-stream', body };
      },
    },
  ];
}

function checkDay(day: string, now: Date, readyHour: number): void {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) throw invalid('bill_date');
  if (day >= beijingDay(now)) throw new PayError('INVALID_REQUEST', '账单日期不能是今天或以后');
  if (day < beijingDay(new Date(now.getTime() - keptDays * oneDayMs))) {
    throw new PayError('INVALID_REQUEST', '仅支持下载三个月内的账单');
  }
  const yesterday = beijingDay(new Date(now.getTime() - oneDayMs));
  if (day === yesterday && Number(beijingTime(now).slice(11, 13)) < readyHour) {
    throw new PayError('STATEMENT_CREATING', '账单生成中，请稍后再试');
  }
}

function invalid(field: string): PayError {
  return new PayError('PARAM_ERROR', `参数错误：${field}`, { field });
}
