import { StringDecoder } from 'node:string_decoder';
import { fromBeijing } from '../beijing-time.js';
import { WechatUnreachable } from '../errors.js';

/** One payment in a trade bill. */
export interface BillRow {
  readonly outTradeNo: string;
  /** Null where the bill has no such column. */
  readonly transactionId: string | null;
  readonly appId: string | null;
  /** What was asked for, in fen. */
  readonly amountFen: number;
  readonly successTime: Date;
}

const BOM = '\uFEFF';
/** Characters; a longer line is no line of a bill. */
const LONGEST_LINE = 64 * 1024;
/** The columns that may hold an amount, with their sums in the summary, the best first. */
const AMOUNTS = [
  ['订单金额', '订单总金额'],
  ['应结订单金额', '应结订单总金额'],
  ['总金额', '总交易额'],
] as const;

/**
 * The payments of a bill (WeChat Pay APIv3, trade bill): a BOM, a header, rows whose cells begin with a backtick, a second
 * header and one row that sums up. Columns are found by their names. Memory does not grow with the bill.
 * @throws WechatUnreachable when it is not a whole bill: the sums are compared at its end
 */
export async function* billRows(chunks: AsyncIterable<Buffer>): AsyncGenerator<BillRow> {
  const lines = linesOf(chunks);
  try {
    yield* paymentsIn(lines);
  } finally {
    await lines.return();
  }
}

async function* paymentsIn(lines: AsyncIterator<string, void>): AsyncGenerator<BillRow> {
  const header = await nextLine(lines);
  if (header === null || header.startsWith('`')) throw notABill('no header');
  const columns = header.replace(BOM, '').split(',');
  const [amountColumn, sumColumn] = AMOUNTS.find(([name]) => columns.includes(name)) ?? [null, null];
  if (amountColumn === null) throw notABill('no amounts');
  let [count, totalFen] = [0, 0];
  for (let line = await nextLine(lines); line !== null; line = await nextLine(lines)) {
    if (!line.startsWith('`')) {
      checkSummary(line, await nextLine(lines), { count, totalFen, sumColumn });
      if ((await nextLine(lines)) !== null) throw notABill('more than one summary');
      return;
    }
    const row = cellsOf(columns, line);
    const amountFen = fenOf(row(amountColumn));
    count += 1;
    totalFen += amountFen;
    if (row('交易状态') === 'SUCCESS') yield paymentOf(row, amountFen);
  }
  throw notABill('no summary');
}

type Cells = (column: string) => string | null;

function paymentOf(row: Cells, amountFen: number): BillRow {
  const outTradeNo = row('商户订单号') ?? '';
  const successTime = fromBeijing(row('交易时间') ?? '');
  if (!/^[\x21-\x7e]{1,64}$/.test(outTradeNo)) throw notABill('a row without a number');
  if (!successTime) throw notABill('a row without a time');
  return { outTradeNo, successTime, amountFen, transactionId: row('微信订单号'), appId: row('公众账号ID') };
}

function checkSummary(
  header: string,
  line: string | null,
  rows: { readonly count: number; readonly totalFen: number; readonly sumColumn: string },
): void {
  if (!line?.startsWith('`')) throw notABill('no summary');
  const summary = cellsOf(header.split(','), line);
  if (summary('总交易单数') !== String(rows.count)) throw notABill('rows are missing');
  const sum = summary(rows.sumColumn);
  if (sum !== null && fenOf(sum) !== rows.totalFen) throw notABill('the amounts do not sum up');
}

function cellsOf(columns: readonly string[], line: string): Cells {
  const cells = line.slice(1).split(',`');
  if (cells.length !== columns.length) throw notABill('a row of another length');
  return (column) => cells[columns.indexOf(column)]?.trim() ?? null;
}

/** Yuan in digits; never through a float: 1.15 * 100 is not 115. */
export function fenOf(yuan: string | null): number {
  const [, whole, cents = ''] = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(yuan ?? '') ?? [];
  if (whole === undefined) throw notABill('an amount that is none');
  return Number(whole + cents.padEnd(2, '0'));
}

async function nextLine(lines: AsyncIterator<string, void>): Promise<string | null> {
  const { value, done } = await lines.next();
  return done ? null : value;
}

/** Without line ends and empty lines. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string, void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const pieces = (rest + decoder.write(chunk)).split('\n');
    rest = pieces.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw notABill('a line without an end');
    for (const piece of pieces) if (piece.trim()) yield piece.trim();
  }
  rest += decoder.end();
  if (rest.trim()) yield rest.trim();
}

function notABill(why: string): WechatUnreachable {
  return new WechatUnreachable('bill download', 'garbled', why);
}
