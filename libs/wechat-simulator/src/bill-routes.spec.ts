import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import Formatter from 'wechatpay-axios-plugin/lib/formatter.js';
import { InMemoryShop } from './in-memory-shop.js';

describe('the trade bill', () => {
  let shop: InMemoryShop;

  beforeAll(async () => {
    shop = await InMemoryShop.open({ now: () => new Date('2026-11-23T02:00:00Z') });
  });
  afterAll(() => shop.close());

  const bill = (query: string) => shop.pay('GET', `/v3/bill/tradebill?${query}`);

  it('holds the payments of a Beijing day in yuan, and hashes the unzipped text', async () => {
    const payment = await shop.prepay('order-1');
    await shop.simulator.pay({ ...payment, successTime: '2026-11-21T16:30:00Z' });
    const { body } = await bill('bill_date=2026-11-22&bill_type=ALL&tar_type=GZIP');
    const path = String(body.download_url).slice(shop.simulator.url.length);
    const text = gunzipSync(await shop.download(path));
    expect(createHash('sha1').update(text).digest('hex')).toBe(body.hash_value);
    const { rows, summary } = Formatter.castCsvBill(text) as Record<string, unknown>;
    expect(rows).toEqual([expect.objectContaining({ 商户订单号: 'order-1', 订单金额: '1.00', 交易状态: 'SUCCESS' })]);
    expect(summary).toMatchObject({ 总交易单数: '1', 订单总金额: '1.00' });
  });

  it('is being made until the hour that was set, and kept for three months', async () => {
    const early = await InMemoryShop.open({ now: () => new Date('2026-11-23T01:59:00Z'), billReadyHour: 10 });
    const ask = async (day: string) => (await early.pay('GET', `/v3/bill/tradebill?bill_date=${day}`)).body.code;
    expect(await ask('2026-11-22')).toBe('STATEMENT_CREATING');
    expect(await ask('2026-11-21')).toBe('NO_STATEMENT_EXIST');
    expect(await ask('2026-08-01')).toBe('INVALID_REQUEST');
    await early.close();
  });

  it('is refused for a day without money and for today', async () => {
    expect(await bill('bill_date=2026-11-20')).toMatchObject({ status: 400, body: { code: 'NO_STATEMENT_EXIST' } });
    expect(await bill('bill_date=2026-11-23')).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  });
});
