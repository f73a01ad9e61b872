import { createDecipheriv, createHash } from 'node:crypto';
import { InMemoryShop, until, type ReceivedPush } from './in-memory-shop.js';
import { pushSignature } from './push-crypto.js';

const token = 'AAAAA';
const encodingAesKey = 'A'.repeat(43);

describe('message push', () => {
  let shop: InMemoryShop;

  beforeEach(async () => {
    shop = await InMemoryShop.open({ pushRetryDelaysMs: [1, 1, 1], notificationRetryDelaysMs: [] });
  });
  afterEach(() => shop.close());

  const sha1 = (...parts: (string | undefined)[]) => createHash('sha1').update(parts.sort().join('')).digest('hex');
  const receive = async (count = 1): Promise<ReceivedPush> => {
    await until(() => shop.pushes.length >= count);
    return shop.pushes[count - 1]!;
  };
  /** Block 32, length, message, appid: as WeChat's document has it. */
  const decrypt = (encrypted: string) => {
    const key = Buffer.from(`${encodingAesKey}=`, 'base64');
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const plain = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
    const content = plain.subarray(16, plain.length - plain.at(-1)!);
    const end = 4 + content.readUInt32BE(0);
    return {
      text: content.subarray(4, end).toString(),
      appId: content.subarray(end).toString(),
      padded: plain.length % 32,
    };
  };

  it('signs as WeChat’s published example', () => {
    expect(pushSignature(token, '1714036504', '1514711492')).toBe('f464b24fc39322e44b38aa78f5edd27bd1441696');
  });

  it('goes nowhere until a URL is entered, and checks that one with an echo', async () => {
    expect(() => shop.simulator.pushEvent({ event: 'any' })).toThrow('no push URL');
    shop.simulator.setPush({ url: shop.pushUrl, token });
    expect(await shop.simulator.verifyPush()).toMatchObject({ ok: true, status: 200 });
    shop.pushAnswers.push(401);
    expect(await shop.simulator.verifyPush()).toMatchObject({ ok: false, status: 401 });
  });

  it('carries an event in plain mode, signed over token, timestamp and nonce', async () => {
    shop.simulator.setPush({ url: `${shop.pushUrl}?from=wechat`, token });
    shop.simulator.pushEvent({ event: 'user_enter', user: 'Li', fields: { MsgId: 7 } });
    const { query, text } = await receive();
    expect(query.from).toBe('wechat');
    expect(query.signature).toBe(sha1(token, query.timestamp, query.nonce));
    expect(query.msg_signature).toBeUndefined();
    const { openid } = shop.simulator.login({ user: 'Li' });
    expect(JSON.parse(text)).toMatchObject({ Event: 'user_enter', MsgType: 'event', FromUserName: openid, MsgId: 7 });
  });

  it.each(['json', 'xml'] as const)('encrypts in safe mode, in %s', async (format) => {
    shop.simulator.setPush({ url: shop.pushUrl, token, encodingAesKey, format });
    shop.simulator.pushEvent({ event: 'user_enter', fields: { note: 'a ]]> b', detail: [{ n: 1 }, { n: 2 }] } });
    const { query, text } = await receive();
    const encrypted = /"Encrypt":"([^"]+)"|<Encrypt><!\[CDATA\[([^\]]+)/.exec(text)!.slice(1).join('');
    expect(query.encrypt_type).toBe('aes');
    expect(query.msg_signature).toBe(sha1(token, query.timestamp, query.nonce, encrypted));
    const opened = decrypt(encrypted);
    expect(opened).toMatchObject({ appId: shop.credentials.appId, padded: 0 });
    if (format === 'json')
      expect(JSON.parse(opened.text)).toMatchObject({ note: 'a ]]> b', detail: [{ n: 1 }, { n: 2 }] });
    else expect(opened.text).toContain('<detail><n>1</n></detail><detail><n>2</n></detail>');
    expect(text).not.toContain('user_enter');
  });

  it('is tried again three times, then given up', async () => {
    shop.simulator.setPush({ url: shop.pushUrl, token });
    shop.pushAnswers.push(500, 500, 500, 500);
    shop.simulator.pushEvent({ event: 'a' });
    await until(() => shop.simulator.state().pushes[0]?.status === 'given-up');
    expect(shop.pushes).toHaveLength(4);
    shop.pushAnswers.push(500);
    shop.simulator.pushEvent({ event: 'b' });
    await until(() => shop.simulator.state().pushes[1]?.status === 'delivered');
    expect(shop.simulator.state().pushes[1]!.attempts.map(({ status }) => status)).toEqual([500, 200]);
  });

  it.each(['key', 'stale', 'tampered'] as const)('is forged on request: %s', async (value) => {
    shop.simulator.setPush({ url: shop.pushUrl, token, encodingAesKey });
    shop.simulator.addFault({ target: 'push', kind: 'forged', value });
    shop.simulator.pushEvent({ event: 'a' });
    const { query, text } = await receive();
    const { Encrypt: encrypted } = JSON.parse(text) as Record<string, string>;
    const fits = query.msg_signature === sha1(token, query.timestamp, query.nonce, encrypted);
    expect(fits).toBe(value === 'stale');
    if (value === 'stale') expect(Number(query.timestamp)).toBeLessThan(Date.now() / 1000 - 3000);
  });

  it('tells of a shipped order with an estimate, of a received one with its settlement', async () => {
    shop.simulator.setPush({ url: shop.pushUrl, token });
    const transactionId = await shop.paidOrder('order-1');
    shop.simulator.remindShipping({ outTradeNo: 'order-1' });
    expect(JSON.parse((await receive(1)).text)).toMatchObject({
      Event: 'trade_manage_remind_shipping',
      transaction_id: transactionId,
      merchant_trade_no: 'order-1',
    });
    expect(() => shop.simulator.confirmReceipt({ outTradeNo: 'order-1' })).toThrow('no shipping information');
    const shipped = await shop.api(
      'POST',
      '/wxa/sec/order/upload_shipping_info',
      {},
      {
        order_key: { order_number_type: 2, transaction_id: transactionId },
        logistics_type: 4,
        delivery_mode: 1,
        shipping_list: [{ item_desc: '袜子' }],
        upload_time: '2026-11-25T10:00:00.000+08:00',
        payer: { openid: shop.simulator.login().openid },
      },
    );
    expect(shipped).toMatchObject({ errcode: 0 });
    const estimate = JSON.parse((await receive(2)).text);
    expect(estimate).toMatchObject({
      Event: 'trade_manage_order_settlement',
      estimated_settlement_time: expect.any(Number),
    });
    expect(estimate).not.toHaveProperty('settlement_time');
    shop.simulator.confirmReceipt({ outTradeNo: 'order-1', method: 1 });
    expect(JSON.parse((await receive(3)).text)).toMatchObject({
      Event: 'trade_manage_order_settlement',
      transaction_id: transactionId,
      merchant_id: shop.credentials.merchantId,
      confirm_receive_method: 1,
      confirm_receive_time: expect.any(Number),
      settlement_time: expect.any(Number),
    });
    expect(() => shop.simulator.confirmReceipt({ outTradeNo: 'order-1' })).toThrow('already');
  });
});
