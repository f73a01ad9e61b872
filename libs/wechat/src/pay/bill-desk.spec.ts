import { createHash, createPublicKey } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { BillNotReady, BillNotThere } from '../errors.js';
import { Formatter, Rsa } from '../testing/independent-library.js';
import { merchant, PayParty, payOptions } from '../testing/pay-party.js';
import { hangUp, ScriptedServer, text, type Script } from '../testing/scripted-server.js';
import { PayClient } from './pay-client.js';
import type { BillRow } from './trade-bill.js';

const platform = new PayParty('PUB_KEY_ID_0119000000012026');
const DOWNLOAD = '/v3/billdownload/file';
const BILL =
  '\uFEFF交易时间,商户订单号,交易状态,订单金额\r\n`2026-11-23 10:00:00,`P1,`SUCCESS,`19.99\r\n' +
  '总交易单数,订单总金额\r\n`1,`19.99\r\n';
let server: ScriptedServer;
let client: PayClient;

beforeAll(async () => void (server = await ScriptedServer.start()));
afterAll(() => server.stop());
beforeEach(() => {
  server.reset();
  client = new PayClient(payOptions(server.url, platform.publicKey));
});
afterEach(() => client.disconnect());

const sha1 = (content: string) => createHash('sha1').update(content).digest('hex');
const bytes =
  (content: Buffer): Script =>
  (response) =>
    response.writeHead(200).end(content);

function offer(content: string | Buffer, hash = sha1(BILL), download = 'https://api.mch.weixin.qq.com'): void {
  const download_url = `${download}${DOWNLOAD}?token=a%2Bb`;
  server.answers(platform.answer({ hash_type: 'SHA1', hash_value: hash, download_url }));
  server.answersAt(DOWNLOAD, bytes(Buffer.from(content)));
}
async function read(): Promise<BillRow[]> {
  const rows: BillRow[] = [];
  for await (const row of await client.tradeBill('2026-11-23')) rows.push(row);
  return rows;
}

test('a bill is asked for by day, downloaded from our own host with a signature of its own, unzipped and read', async () => {
  offer(gzipSync(BILL));
  expect(await read()).toMatchObject([{ outTradeNo: 'P1', amountFen: 1999 }]);
  const [asked, downloaded] = server.received;
  expect(asked?.url).toBe('/v3/bill/tradebill?bill_date=2026-11-23&bill_type=SUCCESS&tar_type=GZIP');
  expect(downloaded?.url).toBe(`${DOWNLOAD}?token=a%2Bb`);
  const header = downloaded?.headers.authorization ?? '';
  const fields = Object.fromEntries([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  const message = Formatter.request('GET', downloaded?.url ?? '', fields.timestamp ?? '', fields.nonce_str ?? '', '');
  expect(Rsa.verify(message, fields.signature ?? '', createPublicKey(merchant.privateKey))).toBe(true);
});

test('a bill that comes unzipped is read all the same', async () => {
  offer(BILL);
  expect(await read()).toHaveLength(1);
});

test('the hash is that of the unzipped text, in either case', async () => {
  offer(gzipSync(BILL), sha1(BILL).toUpperCase());
  expect(await read()).toHaveLength(1);
  offer(gzipSync(BILL), createHash('sha1').update(gzipSync(BILL)).digest('hex'));
  await expect(read()).rejects.toMatchObject({ reason: 'unverified' });
});

test.each([
  ['a bill that was changed', gzipSync(BILL.replaceAll('19.99', '19.98')), 'unverified'],
  ['a bill cut in the middle of its zip', gzipSync(BILL).subarray(0, 60), 'connection'],
  ['a damaged zip', Buffer.concat([gzipSync(BILL).subarray(0, 20), Buffer.alloc(50, 7)]), 'connection'],
  ['no bill', Buffer.from('<html>'), 'garbled'],
  ['nothing', Buffer.alloc(0), 'garbled'],
])('%s is refused', async (_, content, reason) => {
  offer(content);
  await expect(read()).rejects.toMatchObject({ operation: 'bill download', reason });
});

test('a download that breaks off is refused', async () => {
  offer(BILL);
  server.answersAt(DOWNLOAD, (response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write(BILL.slice(0, 90), () => response.destroy());
  });
  await expect(read()).rejects.toMatchObject({ reason: 'connection' });
});

test.each([
  ['cut', hangUp, 'connection', 2],
  ['answered with 503', text('', 503), 'status', 2],
  ['refused', text('<html>', 404), 'garbled', 1],
])('a download that is %s', async (_, script, reason, times) => {
  offer(BILL);
  server.answersAt(DOWNLOAD, script);
  await expect(read()).rejects.toMatchObject({ reason });
  expect(server.at(DOWNLOAD)).toHaveLength(times);
});

test.each([
  ['NO_STATEMENT_EXIST', BillNotThere],
  ['STATEMENT_CREATING', BillNotReady],
])('%s has an error of its own', async (code, Class) => {
  server.answers(platform.answer({ code, message: '' }, 400));
  await expect(read()).rejects.toBeInstanceOf(Class);
});

test.each([
  ['without a hash', { hash_type: 'SHA1', download_url: 'https://api.mch.weixin.qq.com/x' }],
  ['with another kind of hash', { hash_type: 'MD5', hash_value: sha1(''), download_url: 'https://a/x' }],
  ['with no address', { hash_type: 'SHA1', hash_value: sha1(''), download_url: 'file:///etc/passwd' }],
])('an answer %s is no answer', async (_, answer) => {
  server.answers(platform.answer(answer));
  await expect(read()).rejects.toMatchObject({ reason: 'garbled' });
  expect(server.received).toHaveLength(1);
});
