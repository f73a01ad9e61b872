import { csvLine, PART_BYTES, partsOf } from './csv.js';
import { HEADINGS, orderRows, refundRow, stockOutRow } from './csv-rows.js';
import { yuanOf } from './yuan.js';

describe('a line of the CSV', () => {
  it('ends as RFC 4180 says, and quotes what would divide it', () => {
    expect(csvLine(['a', 1, null, ''])).toBe('a,1,,\r\n');
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines'])).toBe('"a,b","say ""hi""","two\nlines"\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1+1', '＋1', '－1', '＠x'])(
    '[P91] has no cell that a spreadsheet takes for a formula: %j',
    (text) => {
      expect(csvLine([text])).toMatch(/^"?'/);
    },
  );

  it('[P91] hides no formula behind a quotation mark', () => {
    expect(csvLine(['=HYPERLINK("http://x","y")'])).toBe(`"'=HYPERLINK(""http://x"",""y"")"\r\n`);
  });

  it('leaves alone what is no formula', () => {
    expect(csvLine(['a=b', "l'eau", '250 克', '3-4'])).toBe("a=b,l'eau,250 克,3-4\r\n");
  });
});

describe('the rows of a report', () => {
  const item = {
    skuId: 'S1',
    productName: '=龙井',
    skuName: '250 克',
    quantity: 2,
    unitPriceFen: 2_999,
    discountFen: 98,
  };
  const order = { no: 7, hour: 9, customer: 'abc', isNewCustomer: true, items: [item] };
  const amounts = { goodsFen: 5_998, freightFen: 1_000, discountFen: 98, totalFen: 6_900 };
  const out = { skuId: 'S1', productName: null, skuName: null, time: '09:41', times: 2, isOut: true };

  it('are an order and its items, a refund, and what ran out, in yuan', () => {
    expect(orderRows({ ...order, ...amounts })).toEqual([
      'order,7,09:00,abc,new,,,,2,,59.98,10.00,0.98,69.00,\r\n',
      "item,7,09:00,,,S1,'=龙井,250 克,2,29.99,59.98,,0.98,59.00,\r\n",
    ]);
    expect(refundRow(23, 5)).toBe('refund,,23:00,,,,,,,,,,,0.05,\r\n');
    expect(stockOutRow(out)).toBe('stock-out,,09:41,,,S1,,,2,,,,,,yes\r\n');
    expect(stockOutRow({ ...out, isOut: false })).toContain(',no\r\n');
  });

  it('have as many cells as there are headings, in each language', () => {
    const cells = [...orderRows({ ...order, ...amounts }), refundRow(0, 1), stockOutRow(out)].map(
      (line) => line.split(',').length,
    );
    expect(new Set([...cells, HEADINGS.zh.length, HEADINGS.en.length])).toEqual(new Set([15]));
  });
});

describe('the parts of a CSV', () => {
  it('hold no more than a row of the database does, divide no line and lose none', () => {
    const lines = Array.from({ length: 2_000 }, (_, n) => `${n},${'茶'.repeat(n % 90)}\r\n`);
    const parts = partsOf(lines);
    expect(parts.length).toBeGreaterThan(2);
    expect(Math.max(...parts.map((part) => Buffer.byteLength(part)))).toBeLessThanOrEqual(PART_BYTES);
    expect(parts.every((part) => part.endsWith('\r\n'))).toBe(true);
    expect(parts.join('')).toBe(lines.join(''));
  });

  it('are none of nothing', () => expect(partsOf([])).toEqual([]));
});

it.each([
  [0, '0.00'],
  [5, '0.05'],
  [100, '1.00'],
  [123_456, '1234.56'],
  [Number.MAX_SAFE_INTEGER, '90071992547409.91'],
])('%s fen are %s yuan', (fen, yuan) => expect(yuanOf(fen)).toBe(yuan));
