import { createHash, type Hash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { measured } from '../call-figures.js';
import { WechatError, WechatUnreachable } from '../errors.js';
import { retriedOnce } from '../transport.js';
import type { PayApi } from './pay-api.js';
import type { PayWire } from './pay-wire.js';
import { type BillRow, billRows } from './trade-bill.js';

const DOWNLOAD = 'bill download';
/** Milliseconds a whole download may take. */
const LONGEST_DOWNLOAD_MS = 10 * 60_000;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

const billAnswer = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/),
  download_url: z.url({ protocol: /^https?$/ }),
});

/** Fetches bills: the answer that names one is signed, the bill itself is not, but its hash stands in that answer. */
export class BillDesk {
  constructor(
    private readonly api: PayApi,
    private readonly wire: PayWire,
  ) {}

  /** @throws BillNotThere, BillNotReady */
  async payments(day: string): Promise<AsyncIterable<BillRow>> {
    const answer = await this.api.call({
      operation: 'trade bill',
      method: 'GET',
      path: `/v3/bill/tradebill?bill_date=${encodeURIComponent(day)}&bill_type=SUCCESS&tar_type=GZIP`,
      answer: billAnswer,
    });
    const { pathname, search } = new URL(answer.download_url);
    const body = await this.download(pathname + search);
    const hash = createHash('sha1');
    return verified(billRows(hashed(unzipped(body), hash)), hash, answer.hash_value.toLowerCase());
  }

  // From our own host, whichever the answer names: a signature of ours goes nowhere else.
  private download(path: string): Promise<Readable> {
    const attempt = async () => {
      const { status, body } = await this.wire.download(DOWNLOAD, path, AbortSignal.timeout(LONGEST_DOWNLOAD_MS));
      if (status === 200) return body;
      body.destroy();
      throw new WechatUnreachable(DOWNLOAD, status >= 500 ? 'status' : 'garbled', `HTTP ${status}`);
    };
    return retriedOnce(() => measured(DOWNLOAD, attempt));
  }
}

/** Whether it is zipped is told by its first bytes: not everybody who is asked for GZIP sends it. */
async function* unzipped(body: Readable): AsyncGenerator<Buffer> {
  try {
    const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer, void>;
    let head = Buffer.alloc(0);
    while (head.length < GZIP_MAGIC.length) {
      const next = await chunks.next();
      if (next.done) break;
      head = Buffer.concat([head, next.value]);
    }
    const whole = after(head, chunks);
    if (!head.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC)) {
      yield* whole;
      return;
    }
    const gunzip = createGunzip();
    // A failure of either side also reaches whoever reads.
    pipeline(Readable.from(whole), gunzip, () => undefined);
    for await (const chunk of gunzip) yield chunk as Buffer;
  } finally {
    body.destroy();
  }
}

async function* after(head: Buffer, chunks: AsyncIterator<Buffer, void>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
}

async function* hashed(chunks: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

async function* verified(rows: AsyncIterable<BillRow>, hash: Hash, expected: string): AsyncGenerator<BillRow> {
  try {
    yield* rows;
  } catch (error) {
    if (error instanceof WechatError) throw error;
    throw new WechatUnreachable(DOWNLOAD, 'connection', 'it broke off');
  }
  if (hash.digest('hex') !== expected) throw new WechatUnreachable(DOWNLOAD, 'unverified', 'another hash');
}
