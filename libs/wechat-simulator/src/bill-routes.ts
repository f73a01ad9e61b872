import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beijingDay } from './beijing-time.js';
import { json, type Route } from './http.js';
import type { Ledger } from './ledger.js';
import { billLines, type BillType } from './trade-bill.js';
import { PayError } from './wechat-errors.js';

interface Shop {
  appId: string;
  merchantId: string;
}

/** The trade bill of a day. Unlike WeChat's it is ready from midnight on, not from ten o'clock. */
export function billRoutes(shop: Shop, ledger: Ledger, now: () => Date, url: string): Route[] {
  const textOf = (query: URLSearchParams): string => {
    const day = query.get('bill_date') ?? '';
    if (!/^\d{4}-\d\d-\d\d$/.test(day))
      throw new PayError('PARAM_ERROR', '参数错误：bill_date', { field: 'bill_date' });
    if (day >= beijingDay(now())) throw new PayError('INVALID_REQUEST', '账单日期不能是今天或以后');
    const text = billLines(shop, ledger, day, billType(query.get('bill_type')));
    if (text === undefined) throw new PayError('NO_STATEMENT_EXIST', '账单文件不存在');
    return text;
  };
  return [
    {
      method: 'GET',
      path: /^\/v3\/bill\/tradebill$/,
      target: 'bill',
      handle: ({ query }) => {
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
      handle: ({ query }) => {
        const text = Buffer.from(textOf(query));
        const body = query.get('tar_type') === 'GZIP' ? gzipSync(text) : text;
        return { status: 200, contentType: 'application/octet-stream', body };
      },
    },
  ];
}

function billType(value: string | null): BillType {
  if (value === null || value === '') return 'ALL';
  if (value === 'ALL' || value === 'SUCCESS' || value === 'REFUND') return value;
  throw new PayError('PARAM_ERROR', '参数错误：bill_type', { field: 'bill_type' });
}
