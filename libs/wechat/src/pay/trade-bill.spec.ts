import fc from 'fast-check';
import { billRows, fenOf } from './trade-bill.js';

const HEADER = '交易时间,公众账号ID,商户号,微信订单号,商户订单号,交易状态,订单金额,商品名称';
const row = (no: string, yuan = '19.99', state = 'SUCCESS', name = '茶') =>
  `\`2026-11-23 23:59:59,\`wx1,\`190,\`42,\`${no},\`${state},\`${yuan},\`${name}`;
const SUMMARY = '总交易单数,应结订单总金额,订单总金额';
const summary = (count: number, yuan: string) => `\`${count},\`${yuan},\`${yuan}`;
const bill = (rows: readonly string[], yuan: string, count = rows.length) =>
  `\uFEFF${[HEADER, ...rows, SUMMARY, summary(count, yuan)].join('\r\n')}\r\n`;

async function* inPieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const read = async (text: string, size = 7) => {
  const found = [];
  for await (const one of billRows(inPieces(text, size))) found.push(one);
  return found;
};
const refused = (text: string) => expect(read(text)).rejects;

test('a payment is read with its amount in fen and its time in Beijing', async () => {
  expect(await read(bill([row('P1')], '19.99'))).toEqual([
    {
      outTradeNo: 'P1',
      transactionId: '42',
      appId: 'wx1',
      amountFen: 1999,
      successTime: new Date('2026-11-23T15:59:59Z'),
    },
  ]);
});

test('columns are found by name, wherever they stand, and what is unknown is passed over', async () => {
  const text =
    '新列,订单金额,交易状态,商户订单号,交易时间\n`x,`0.01,`SUCCESS,`P1,`2026-11-23 00:00:00\n总交易单数\n`1\n';
  expect(await read(text)).toMatchObject([{ outTradeNo: 'P1', amountFen: 1, transactionId: null, appId: null }]);
});

test('commas in what people wrote are no cells', async () => {
  expect(await read(bill([row('P1', '1.00', 'SUCCESS', '茶, 绿,很绿')], '1.00'))).toHaveLength(1);
});

test('refunds and revoked payments are counted and passed over', async () => {
  const rows = [row('P1', '1.00'), row('P1', '0.00', 'REFUND'), row('P2', '0.00', 'REVOKED')];
  expect(await read(bill(rows, '1.00'))).toMatchObject([{ outTradeNo: 'P1' }]);
});

test('a bill without rows is empty', async () => expect(await read(bill([], '0.00'))).toEqual([]));

test('is the same in pieces of any size', async () => {
  const text = bill([row('P1', '0.01'), row('P2', '0.02')], '0.03');
  const whole = await read(text, 100_000);
  for (let size = 1; size < 40; size++) expect(await read(text, size)).toEqual(whole);
});

test('yuan become fen exactly, for any amount', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31), (fen) => {
      const yuan = `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
      expect(fenOf(yuan)).toBe(fen);
    }),
  );
  expect([fenOf('7'), fenOf('0.1'), fenOf('1.15'), fenOf('8.20')]).toEqual([700, 10, 115, 820]);
});

test.each(['', '-1.00', '1.001', '1,000.00', '1e3', '.5', ' 1', 'NaN', '1.'])('%j is no amount', (text) => {
  expect(() => fenOf(text)).toThrow('garbled');
});

test.each([
  ['nothing', ''],
  ['HTML', '<html>\n</html>\n'],
  [
    'rows without a header',
    bill([row('P1')], '19.99')
      .split('\r\n')
      .slice(1)
      .join('\n'),
  ],
  ['no column of amounts', bill([row('P1')], '19.99').replace('订单金额,商品', '金,商品')],
  ['a row cut short', bill([row('P1').slice(0, 40)], '19.99')],
  ['a row without a number', bill([row('')], '19.99')],
  ['a row without a time', bill([row('P1').replace('2026-11-23', 'soon')], '19.99')],
  ['a row too few', bill([row('P1')], '19.99', 2)],
  ['another sum', bill([row('P1')], '20.00')],
  ['no summary', bill([row('P1')], '19.99').split(SUMMARY)[0] ?? ''],
  ['half a summary', bill([row('P1')], '19.99').split('`1,')[0] ?? ''],
  ['more after the summary', `${bill([row('P1')], '19.99')}${SUMMARY}\n`],
  ['a line without an end', `${HEADER}\n\`${'x'.repeat(70_000)}`],
])('%s is no whole bill', async (_, text) => {
  await refused(text).toMatchObject({ reason: 'garbled' });
});

test('memory does not grow with the bill: rows are handed on while it is still being read', async () => {
  let sent = 0;
  const endless = (async function* () {
    yield Buffer.from(`${HEADER}\n`);
    for (;;) yield Buffer.from(`${row(`P${sent++}`)}\n`);
  })();
  let read = 0;
  for await (const { outTradeNo } of billRows(endless)) {
    expect(outTradeNo).toBe(`P${read++}`);
    expect(sent - read).toBeLessThan(3);
    if (read === 10_000) break;
  }
});
