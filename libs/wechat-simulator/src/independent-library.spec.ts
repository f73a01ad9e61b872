import { createHash, createHmac, X509Certificate } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import Formatter from 'wechatpay-axios-plugin/lib/formatter.js';
import { InMemoryShop, until } from './in-memory-shop.js';

/** Everything a shop signs, verifies and decrypts here, wechatpay-axios-plugin does: its author never saw the simulator. */
describe('a payment’s whole life, spoken by a library somebody else wrote', () => {
  let shop: InMemoryShop;
  let time = Date.parse('2026-11-23T02:00:00Z');

  beforeAll(async () => {
    shop = await InMemoryShop.open({ now: () => new Date(time), notificationRetryDelaysMs: [] });
  });
  afterAll(() => shop.close());

  const verified = async (answer: ReturnType<InMemoryShop['pay']>) => {
    const { headers, text, body, status } = await answer;
    expect(shop.verifies(headers, text)).toBe(true);
    expect(status).toBe(200);
    return body;
  };

  it('prepays, pays, is notified, queries, refunds and reads the bill', async () => {
    const payment = await shop.prepay('whole-1', { attach: '订单 1' });
    const { transactionId } = await shop.simulator.pay(payment);
    const [paid] = await shop.receive(1);
    expect(shop.verifies(paid!.headers, paid!.text)).toBe(true);
    expect(shop.decrypt(paid!.text)).toMatchObject({ transaction_id: transactionId, trade_state: 'SUCCESS' });

    expect(await verified(shop.query('whole-1'))).toEqual(shop.decrypt(paid!.text));
    expect(await verified(shop.refund('whole-1', 'whole-refund', 40))).toMatchObject({ status: 'PROCESSING' });
    const [, refunded] = await shop.receive(2);
    expect(shop.verifies(refunded!.headers, refunded!.text)).toBe(true);
    expect(shop.decrypt(refunded!.text)).toMatchObject({ out_refund_no: 'whole-refund', refund_status: 'SUCCESS' });
    expect(await verified(shop.pay('GET', '/v3/refund/domestic/refunds/whole-refund'))).toMatchObject({
      status: 'SUCCESS',
    });

    time += 24 * 3600_000;
    const bill = async (type: string) => {
      const body = await verified(
        shop.pay('GET', `/v3/bill/tradebill?bill_date=2026-11-23&bill_type=${type}&tar_type=GZIP`),
      );
      const text = gunzipSync(await shop.download(String(body.download_url).slice(shop.simulator.url.length)));
      expect(createHash('sha1').update(text).digest('hex')).toBe(body.hash_value);
      return Formatter.castCsvBill(text) as { rows: Record<string, string>[]; summary: Record<string, string> };
    };
    const all = await bill('ALL');
    expect(all.rows).toMatchObject([
      { 商户订单号: 'whole-1', 微信订单号: transactionId, 交易状态: 'SUCCESS', 订单金额: '1.00' },
      { 商户退款单号: 'whole-refund', 交易状态: 'REFUND', 退款金额: '0.40' },
    ]);
    expect(all.summary).toMatchObject({ 总交易单数: '2', 订单总金额: '1.00', 退款总金额: '0.40' });
    expect((await bill('SUCCESS')).rows).toHaveLength(1);
    expect((await bill('REFUND')).rows).toMatchObject([{ 商户退款单号: 'whole-refund' }]);
  });

  it('migrates from one platform certificate to the next, both kinds of key in turn', async () => {
    const certificates = async () => {
      const { data } = (await shop.pay('GET', '/v3/certificates')).body as {
        data: { serial_no: string; encrypt_certificate: Parameters<InMemoryShop['decryptResource']>[0] }[];
      };
      return new Map(data.map((entry) => [entry.serial_no, shop.decryptResource(entry.encrypt_certificate)]));
    };
    expect(await certificates()).toHaveProperty('size', 1);
    await shop.simulator.rotateCertificate('publish');
    const published = await certificates();
    const [first, second] = [...published.keys()];
    for (const [serial, pem] of published) expect(new X509Certificate(pem).serialNumber).toBe(serial);

    shop.simulator.setSigningMode('mixed');
    const seen = new Set<string>();
    for (let message = 0; message < 3; message += 1) {
      const { headers, text } = await shop.query('whole-1');
      const serial = String(headers.get('wechatpay-serial'));
      expect(shop.verifies(headers, text, published.get(serial))).toBe(true);
      seen.add(serial);
    }
    expect(seen).toEqual(new Set([shop.simulator.publicKeyId, first, second]));

    shop.simulator.setSigningMode('certificate');
    const signedBy = async () => (await shop.query('whole-1')).headers.get('wechatpay-serial');
    expect(await signedBy()).toBe(first);
    await shop.simulator.rotateCertificate('activate');
    expect(await signedBy()).toBe(second);
    await shop.simulator.rotateCertificate('retire');
    expect([...(await certificates()).keys()]).toEqual([second]);
    await expect(shop.simulator.rotateCertificate('retire')).rejects.toThrow('publish');
    shop.simulator.setSigningMode('public-key');
  });

  it.each([
    ['amount', (told: Record<string, unknown>) => (told.amount as { total: number }).total, 1],
    ['app', (told: Record<string, unknown>) => told.appid, 'wx0000000000000000'],
    ['merchant', (told: Record<string, unknown>) => told.mchid, '1900000001'],
    ['order', (told: Record<string, unknown>) => told.out_trade_no, 'of-somebody-else'],
    ['state', (told: Record<string, unknown>) => told.trade_state, 'PAYERROR'],
  ])('is told a wrong %s under a true signature by a fault', async (value, read, expected) => {
    const before = shop.notifications.length;
    await shop.prepay(`wrong-${value}`);
    shop.simulator.addFault({ target: 'notification', kind: 'changed', value });
    shop.simulator.payOrder({ outTradeNo: `wrong-${value}` });
    await until(() => shop.notifications.length > before);
    const { headers, text } = shop.notifications.at(-1)!;
    expect(shop.verifies(headers, text)).toBe(true);
    expect(read(shop.decrypt(text))).toBe(expected);
  });
});

describe('WeChat’s published vectors, through the open door', () => {
  it('a session key’s HMAC: the way the simulator checks it is the way WeChat’s example makes it', async () => {
    const published = createHmac('sha256', 'o0q0otL8aEzpcZL/FT9WsQ==').update('{"foo":"bar"}').digest('hex');
    expect(published).toBe('654571f79995b2ce1e149e53c0a33dc39c0a74090db514261454e8dbe432aa0b');
    const shop = await InMemoryShop.open();
    const { openid, sessionKey } = await shop.signIn('Li');
    const check = (key: string | Buffer) =>
      shop.api('GET', '/wxa/checksession', {
        openid,
        sig_method: 'hmac_sha256',
        signature: createHmac('sha256', key).update('').digest('hex'),
      });
    // The key is the text of session_key, not the bytes it stands for.
    expect(await check(sessionKey)).toMatchObject({ errcode: 0 });
    expect(await check(Buffer.from(sessionKey, 'base64'))).toMatchObject({ errcode: 87009 });
    await shop.close();
  });

  it('a push’s signature: at the published time the URL check is signed as published, but for the nonce', async () => {
    const shop = await InMemoryShop.open({ now: () => new Date(1_714_036_504_000) });
    shop.simulator.setPush({ url: shop.pushUrl, token: 'AAAAA', encodingAesKey: 'A'.repeat(43) });
    await shop.simulator.verifyPush();
    const { timestamp, nonce, signature } = shop.checks[0]!;
    const sorted = (...parts: (string | undefined)[]) => createHash('sha1').update(parts.sort().join('')).digest('hex');
    expect(sorted('AAAAA', '1714036504', '1514711492')).toBe('f464b24fc39322e44b38aa78f5edd27bd1441696');
    expect(timestamp).toBe('1714036504');
    expect(signature).toBe(sorted('AAAAA', timestamp, nonce));
    await shop.close();
  });
});
