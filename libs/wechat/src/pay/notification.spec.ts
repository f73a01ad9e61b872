import { SignatureRefused, UndecipherableNotification } from '../errors.js';
import { failure } from '../testing/failure.js';
import {
  MERCHANT_ID,
  NOW,
  paidTransaction,
  PayParty,
  payOptions,
  processingRefund,
  seal,
} from '../testing/pay-party.js';
import { PayClient } from './pay-client.js';

const platform = new PayParty('PUB_KEY_ID_0119000000012026');
const client = new PayClient(payOptions('http://127.0.0.1:1', platform.publicKey));
afterAll(() => client.disconnect());

function notification(event_type: string, original_type: string, resource: unknown, apiV3Key?: string): string {
  return JSON.stringify({
    id: 'EV-1',
    create_time: '2026-11-23T12:00:00+08:00',
    resource_type: 'encrypt-resource',
    event_type,
    summary: '支付成功',
    resource: { original_type, ...seal(JSON.stringify(resource), original_type, apiV3Key) },
  });
}

const paid = notification('TRANSACTION.SUCCESS', 'transaction', paidTransaction);
const open = (body: string | Buffer) => client.openNotification(platform.headers(body.toString()), body);

test.each([
  ['text', paid],
  ['bytes', Buffer.from(paid)],
])('a payment arrives typed, from %s', async (_name, body) => {
  await expect(open(body)).resolves.toMatchObject({
    id: 'EV-1',
    eventType: 'TRANSACTION.SUCCESS',
    createTime: NOW,
    kind: 'transaction',
    resource: { outTradeNo: 'T0001', tradeState: 'SUCCESS', amount: { totalFen: 1999 } },
  });
});

test.each(['SUCCESS', 'ABNORMAL', 'CLOSED'])('a refund arrives as %s, with the merchant', async (refund_status) => {
  const success_time = refund_status === 'SUCCESS' ? '2026-11-23T12:00:00+08:00' : undefined;
  const resource = { ...processingRefund, status: undefined, mchid: MERCHANT_ID, refund_status, success_time };
  const body = notification(`REFUND.${refund_status}`, 'refund', resource);
  await expect(open(body)).resolves.toMatchObject({
    eventType: `REFUND.${refund_status}`,
    kind: 'refund',
    resource: {
      merchantId: MERCHANT_ID,
      outRefundNo: 'R0001',
      status: refund_status,
      successTime: success_time ? NOW : null,
      amount: { refundFen: 500, totalFen: 1999 },
    },
  });
});

test('one of another kind is handed on as it is', async () => {
  const body = notification('COUPON.USE', 'coupon', { stock_id: '1' });
  await expect(open(body)).resolves.toMatchObject({ kind: 'other', resource: { stock_id: '1' } });
});

test('a signed one of another merchant, amount or state is opened: judging it is for the caller', async () => {
  const odd = { ...paidTransaction, mchid: 'another', appid: 'another', amount: { total: 1 }, trade_state: 'NOTPAY' };
  await expect(open(notification('TRANSACTION.SUCCESS', 'transaction', odd))).resolves.toMatchObject({
    resource: { merchantId: 'another', tradeState: 'NOTPAY', amount: { totalFen: 1 } },
  });
});

test('[F15] any byte changed is refused', async () => {
  const bytes = Buffer.from(paid);
  const headers = platform.headers(paid);
  for (let at = 0; at < bytes.length; at += 1) {
    const tampered = Buffer.from(bytes);
    tampered[at] = (tampered[at] ?? 0) ^ 1;
    expect(await failure(client.openNotification(headers, tampered))).toBeInstanceOf(SignatureRefused);
  }
});

test('[F15] an unsigned or stale one, or one of another public key, is refused', async () => {
  const other = new PayParty('PUB_KEY_ID_0119000000019999');
  const tries = [{}, platform.headers(paid, new Date(NOW.getTime() - 300_000)), other.headers(paid)];
  for (const headers of tries) {
    expect(await failure(client.openNotification(headers, paid))).toBeInstanceOf(SignatureRefused);
  }
});

test.each([
  ['transaction', { ...paidTransaction, amount: {} }, 'amount.total'],
  ['transaction', { ...paidTransaction, out_trade_no: 'T'.repeat(65) }, 'out_trade_no'],
  ['transaction', { ...paidTransaction, transaction_id: '交易' }, 'transaction_id'],
  ['refund', { ...processingRefund, refund_status: 'SUCCESS' }, 'mchid'],
])('a signed one of a %s that is not as it should be says where: %#', async (kind, resource, problem) => {
  const body = notification('TRANSACTION.SUCCESS', kind, resource);
  await expect(open(body)).resolves.toMatchObject({ kind: 'malformed', problem, resource });
});

test.each([
  ['is no JSON', 'hello'],
  ['is no object', '[]'],
  ['lacks its resource', '{"id":"EV-1","event_type":"TRANSACTION.SUCCESS"}'],
  ['is sealed with another key', notification('TRANSACTION.SUCCESS', 'transaction', paidTransaction, 'x'.repeat(32))],
  ['names another algorithm', paid.replace('AEAD_AES_256_GCM', 'AEAD_SM4_GCM')],
  ['holds no object', notification('TRANSACTION.SUCCESS', 'transaction', 'text')],
])('a signed one that %s is undecipherable', async (_name, body) => {
  expect(await failure(open(body))).toBeInstanceOf(UndecipherableNotification);
});
