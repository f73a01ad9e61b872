import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ManualClock, newId } from '#kernel';
import type { Config } from '#platform/config';
import { PayClient } from '#wechat';
import { makeSimulatorCredentials, startWechatSimulator, type WechatSimulator } from '#wechat-simulator';
import { InMemoryPaymentRefunds } from '../../src/payment/adapters/in-memory-payment-refunds.js';
import { InMemoryPayments } from '../../src/payment/adapters/in-memory-payments.js';
import { InMemoryRejections } from '../../src/payment/adapters/in-memory-rejections.js';
import { WechatMessages } from '../../src/payment/adapters/wechat-messages.js';
import { WechatPaymentGateway } from '../../src/payment/adapters/wechat-payment-gateway.js';
import { ConfirmPayment } from '../../src/payment/application/confirm-payment.js';
import { RecordRefund } from '../../src/payment/application/record-refund.js';
import { SettleRefunds } from '../../src/payment/application/settle-refunds.js';
import { TakeNotification } from '../../src/payment/application/take-notification.js';
import { Payment } from '../../src/payment/domain/payment.js';
import { PaymentRefund } from '../../src/payment/domain/payment-refund.js';
import { until } from '../support/until.js';

const SECOND = 1_000;

describe('refunds against the simulator', () => {
  const clock = new ManualClock(new Date());
  const payments = new InMemoryPayments();
  const refunds = new InMemoryPaymentRefunds();
  const rejections = new InMemoryRejections();
  const record = new RecordRefund(refunds, rejections, clock);
  let listener: Server;
  let simulator: WechatSimulator;
  let client: PayClient;
  let gateway: WechatPaymentGateway;
  let job: SettleRefunds;
  /** Whether the notifications of WeChat Pay reach the shop. */
  let reachable: boolean;

  beforeAll(async () => {
    listener = createServer((message, response) => {
      let rawBody = '';
      message.setEncoding('utf8').on('data', (chunk: string) => (rawBody += chunk));
      message.on('end', () => {
        if (!reachable) return response.writeHead(503).end();
        const take = new TakeNotification(gateway, new ConfirmPayment(payments, rejections, clock), record, rejections);
        void take.execute({ headers: message.headers, rawBody }).then(
          () => response.writeHead(204).end(),
          () => response.writeHead(500).end(),
        );
      });
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const credentials = await makeSimulatorCredentials();
    simulator = await startWechatSimulator({ port: 0, ...credentials });
    const pay = { ...credentials, publicKey: { id: simulator.publicKeyId, key: simulator.publicKey } };
    client = new PayClient({ ...pay, baseUrl: simulator.url, timeoutMs: 1_000 });
    const config = {
      http: { publicBaseUrl: `http://127.0.0.1:${(listener.address() as AddressInfo).port}` },
      wechat: { appId: pay.appId, pay: { merchantId: pay.merchantId } },
    } as Config;
    gateway = new WechatPaymentGateway(client, new WechatMessages(config, clock), config, clock);
    job = new SettleRefunds(refunds, payments, gateway, record, clock, config);
  });

  beforeEach(() => {
    reachable = true;
    simulator.clearFaults();
    simulator.setRefundOutcome('PROCESSING');
    rejections.kept.clear();
  });

  afterAll(async () => {
    await simulator.close();
    await client.disconnect();
    await new Promise((resolve) => listener.close(resolve));
  });

  async function aPaidOrder(): Promise<Payment> {
    const facts = { orderId: newId(), customerId: newId(), account: simulator.login().openid, amountFen: 1999 };
    const orderExpiresAt = new Date(Date.now() + 65 * SECOND);
    const payment = Payment.open({ id: newId(), ...facts, orderExpiresAt, now: new Date() });
    await payments.add(payment);
    const preparation = await gateway.prepare({ ...payment.snapshot, description: 'socks' });
    if (preparation.outcome !== 'prepared') throw new Error(preparation.outcome);
    await simulator.pay({ ...gateway.argumentsFor(preparation.handle), notify: false });
    return payment;
  }

  async function approved({ id: paymentId, snapshot }: Payment, amountFen = 500): Promise<PaymentRefund> {
    const { orderId } = snapshot;
    const refund = PaymentRefund.approved({ id: newId(), orderId, paymentId, amountFen, now: clock.now() });
    await refunds.add(refund);
    return refund;
  }

  const sent = async (amountFen?: number) => {
    const refund = await approved(await aPaidOrder(), amountFen);
    await job.run();
    return refund;
  };
  const askedAfter = (seconds: number) => {
    clock.advance(seconds * SECOND);
    return job.run();
  };
  const published = ({ id }: PaymentRefund) => refunds.published.filter(({ refundId }) => refundId === id);
  const types = (refund: PaymentRefund) => published(refund).map(({ type }) => type);
  const atWechat = ({ refundNo }: PaymentRefund) =>
    simulator.state().refunds.filter(({ outRefundNo }) => outRefundNo === refundNo);
  const done = ['payment.refund-started', 'payment.refund-succeeded'];

  it('are taken on and succeed, as the notification tells', async () => {
    simulator.setRefundOutcome('SUCCESS');
    const refund = await sent(1999);
    await until(() => types(refund).at(-1) === 'payment.refund-succeeded');
    // The notification may come before the answer to the request that caused it.
    expect(done).toEqual(expect.arrayContaining(types(refund)));
    expect(atWechat(refund)).toMatchObject([{ refundFen: 1999, status: 'SUCCESS' }]);
    expect(rejections.kept.size).toBe(0);
  });

  it('are processed for a while, and found to have succeeded though the notification got lost', async () => {
    const refund = await sent();
    expect(types(refund)).toEqual(['payment.refund-started']);
    await askedAfter(15);
    expect(types(refund)).toEqual(['payment.refund-started']);
    simulator.settleRefund({ outRefundNo: refund.refundNo, status: 'SUCCESS', notify: false });
    await askedAfter(15);
    expect(types(refund)).toEqual(done);
  });

  it('that the payer’s card refuses are shown to staff once, and succeed once somebody has helped', async () => {
    const refund = await sent();
    simulator.settleRefund({ outRefundNo: refund.refundNo, status: 'ABNORMAL' });
    await until(() => rejections.kept.size > 0);
    await askedAfter(15);
    expect([...rejections.kept.values()]).toMatchObject([{ type: 'payment.refund-abnormal', reason: 'ABNORMAL' }]);
    expect(types(refund)).toEqual(['payment.refund-started']);
    simulator.settleRefund({ outRefundNo: refund.refundNo, status: 'SUCCESS', notify: false });
    await askedAfter(15);
    expect(types(refund)).toEqual(done);
  });

  it('that WeChat closes have failed', async () => {
    const refund = await sent();
    simulator.settleRefund({ outRefundNo: refund.refundNo, status: 'CLOSED' });
    await until(() => types(refund).length === 2);
    expect(published(refund)[1]).toMatchObject({ type: 'payment.refund-failed', reason: 'CLOSED' });
  });

  it.each(['http500', 'garbage', 'drop', 'truncated', 'forged'] as const)(
    'go back once when the answer to the request is the fault %s',
    async (kind) => {
      reachable = false;
      simulator.addFault({ target: 'refund', kind, times: 2 });
      simulator.setRefundOutcome('SUCCESS');
      const refund = await sent();
      expect(types(refund)).toEqual([]);
      for (const seconds of [15, 15, 30, 180]) await askedAfter(seconds);
      expect(types(refund).filter((type) => type === 'payment.refund-succeeded')).toHaveLength(1);
      expect(atWechat(refund)).toHaveLength(1);
    },
  );

  it('of more than is left have failed, and nothing moves', async () => {
    const payment = await aPaidOrder();
    const [first, second] = [await approved(payment, 1999), await approved(payment, 1)];
    await job.run();
    const failed = [first, second].find((refund) => types(refund).includes('payment.refund-failed'));
    expect(published(failed!)).toMatchObject([{ reason: 'INVALID_REQUEST' }]);
    expect(atWechat(failed!)).toEqual([]);
  });

  it('change nothing when a truly signed notification names another amount, merchant or refund', async () => {
    const refund = await sent();
    const { refundNo: outRefundNo } = refund;
    simulator.settleRefund({ outRefundNo, status: 'SUCCESS', notify: false });
    const about = async (changes: Record<string, unknown>) => {
      const { id } = simulator.resendNotification({ outRefundNo, changes });
      await until(() => rejections.kept.has(id));
      return rejections.kept.get(id)?.reason;
    };
    expect(await about({ amount: { refund: 1, total: 1999 } })).toBe('another-amount');
    expect(await about({ mchid: '1900000009' })).toBe('another-merchant');
    expect(await about({ out_refund_no: `R${newId()}` })).toBe('unknown-refund');
    expect(await about({ out_trade_no: `P${newId()}` })).toBe('unknown-refund');
    expect(types(refund)).toEqual(['payment.refund-started']);
  });
});
