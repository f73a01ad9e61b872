import type { Config } from '#platform/config';
import type { Database } from '#platform/database';
import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import { PaymentRefund } from '../domain/payment-refund.js';
import { PaymentRig, ORDER } from '../testing/payment-rig.js';
import type { RefundNews, RefundRefusal } from './payment-gateway.js';
import { SettleRefunds } from './settle-refunds.js';
import { StartRefundOnRefundApproved } from './start-refund-on-refund-approved.js';
import { TakeNotification } from './take-notification.js';

const REFUND = '01KARR0000000000000000RFND';
const SECOND = 1_000;
const refusal: RefundRefusal = { outcome: 'refused', code: 'INVALID_REQUEST', perhapsTooSoon: true };

describe('an approved refund', () => {
  let shop: PaymentRig;
  let job: SettleRefunds;
  let attemptNo: string;
  let afterCommit: jest.Mock<void, [() => void]>;

  beforeEach(async () => {
    shop = new PaymentRig();
    job = new SettleRefunds(shop.refunds, shop.payments, shop.gateway, shop.recordRefund, shop.clock, {} as Config);
    await shop.startPayment();
    ({ attemptNo } = await shop.attempt());
    await shop.confirm.execute({ receipt: shop.gateway.pay(attemptNo), key: 'N1' });
    shop.gateway.calls.length = 0;
    afterCommit = jest.fn();
    await approve();
  });

  async function approve(refundId = REFUND) {
    const { id: paymentId } = await shop.attempt();
    const database = { afterCommit } as unknown as Database;
    await new StartRefundOnRefundApproved(shop.refunds, job, database, shop.clock).handle({
      type: 'refund.approved',
      refundId,
      orderId: ORDER.orderId,
      paymentId,
      amountFen: 500,
      at: shop.clock.now(),
    });
  }
  const runAfter = async (seconds: number) => {
    shop.clock.advance(seconds * SECOND);
    shop.gateway.calls.length = 0;
    await job.run();
    return shop.gateway.calls;
  };
  const told = (changes: Partial<RefundNews> = {}, id = 'N2') => {
    const take = new TakeNotification(shop.gateway, shop.confirm, shop.recordRefund, shop.rejections);
    const news = { outcome: 'succeeded', at: shop.clock.now() } as const;
    const refund = { refundNo: `R${REFUND}`, attemptNo, amountFen: 500, news, ...changes };
    jest.spyOn(shop.gateway, 'readNotification').mockResolvedValue({ kind: 'refund', id, refund });
    return take.execute({ headers: {}, rawBody: '' });
  };
  const published = () => shop.refunds.published.map(({ type }) => type);
  const status = async () => (await shop.refunds.find(REFUND))?.status;
  const kept = () => [...shop.rejections.kept.values()];

  it('goes to the provider once it is committed, not at the next tick', () => {
    const runSoon = jest.spyOn(job, 'runSoon');
    expect(afterCommit).toHaveBeenCalledTimes(1);
    expect(shop.gateway.calls).toEqual([]);
    afterCommit.mock.calls[0]?.[0]();
    expect(runSoon).toHaveBeenCalledTimes(1);
  });

  it('[P26] is one refund however often it is approved', async () => {
    await approve();
    expect(afterCommit).toHaveBeenCalledTimes(1);
    expect(await runAfter(0)).toEqual(['refund']);
  });

  it('is sent with its number, its amount and that of the whole payment, and asked for until it is final', async () => {
    expect(await runAfter(0)).toEqual(['refund']);
    expect([...shop.gateway.refunds.values()]).toEqual([
      { refundNo: `R${REFUND}`, attemptNo, amountFen: 500, paidFen: 1999 },
    ]);
    expect(published()).toEqual(['payment.refund-started']);
    expect(await runAfter(15)).toEqual(['ask refund']);
    shop.gateway.refundOutcome = { outcome: 'succeeded', at: shop.clock.now() };
    expect(await runAfter(14)).toEqual([]);
    expect(await runAfter(1)).toEqual(['ask refund']);
    expect(published()).toEqual(['payment.refund-started', 'payment.refund-succeeded']);
    expect(await runAfter(86_400)).toEqual([]);
  });

  it('fails when the provider refuses it for good, at once, and has not taken it on', async () => {
    shop.gateway.refuses = () => refusal;
    expect(await runAfter(0)).toEqual(['refund', 'ask refund']);
    expect(shop.refunds.published).toMatchObject([{ type: 'payment.refund-failed', reason: 'INVALID_REQUEST' }]);
    expect(await runAfter(86_400)).toEqual([]);
  });

  it('[P26] does not fail when an earlier request, which nobody answered, was taken on', async () => {
    const refund = shop.gateway.refund.bind(shop.gateway);
    jest.spyOn(shop.gateway, 'refund').mockImplementationOnce(async (request) => {
      await refund(request);
      return { outcome: 'unknown', because: new WechatUnavailable() };
    });
    await runAfter(0);
    shop.gateway.refuses = () => refusal;
    expect(await runAfter(15)).toEqual(['refund', 'ask refund']);
    expect(await status()).toBe('processing');
  });

  it('[P26] does not fail while nobody knows whether an earlier request was taken on', async () => {
    shop.gateway.refuses = () => refusal;
    const ask = jest.spyOn(shop.gateway, 'askRefund');
    ask.mockResolvedValueOnce({ outcome: 'unknown', because: new WechatUnavailable() });
    await runAfter(0);
    expect(await status()).toBe('pending');
    await runAfter(15);
    expect(await status()).toBe('failed');
  });

  describe('beside another one of the same payment', () => {
    const SECOND_REFUND = '01KARR0000000000000000RFN2';
    const tooSoonFor = (id: string) => (answer: RefundRefusal) =>
      (shop.gateway.refuses = ({ refundNo }) => (refundNo === `R${id}` ? answer : null));
    const statuses = async () => [await status(), (await shop.refunds.find(SECOND_REFUND))?.status];

    beforeEach(async () => {
      shop.clock.advance(SECOND);
      await approve(SECOND_REFUND);
    });

    it('is sent at once, the one after the other', async () => {
      let inFlight = 0;
      const refund = shop.gateway.refund.bind(shop.gateway);
      jest.spyOn(shop.gateway, 'refund').mockImplementation(async (request) => {
        expect(++inFlight).toBe(1);
        await new Promise(setImmediate);
        inFlight--;
        return refund(request);
      });
      expect(await runAfter(0)).toEqual(['refund', 'refund']);
      expect(await statuses()).toEqual(['processing', 'processing']);
    });

    it('does not fail for a no that may only say "too soon", and is sent again until the minute is over', async () => {
      tooSoonFor(SECOND_REFUND)(refusal);
      await runAfter(0);
      await runAfter(15);
      await runAfter(15);
      await runAfter(30);
      expect(await statuses()).toEqual(['processing', 'pending']);
      expect(kept()).toEqual([]);
      shop.gateway.refuses = () => null;
      expect(await runAfter(65)).toEqual(['refund']);
      expect(await statuses()).toEqual(['processing', 'processing']);
    });

    it('fails when the no is the same after more than a minute', async () => {
      tooSoonFor(SECOND_REFUND)(refusal);
      await runAfter(0);
      await runAfter(91);
      expect(await statuses()).toEqual(['processing', 'failed']);
    });

    it('fails at once when no more than the other one was left to send back', async () => {
      const { id: paymentId } = await shop.attempt();
      const id = '01KARR0000000000000000RFN3';
      const { orderId } = ORDER;
      const all = PaymentRefund.approved({ id, orderId, paymentId, amountFen: 1000, now: shop.clock.now() });
      await shop.refunds.add(all);
      tooSoonFor(id)(refusal);
      await runAfter(0);
      expect((await shop.refunds.find(id))?.status).toBe('failed');
    });

    it('fails at once for a no that cannot mean "too soon"', async () => {
      tooSoonFor(SECOND_REFUND)({ ...refusal, code: 'USER_ACCOUNT_ABNORMAL', perhapsTooSoon: false });
      await runAfter(0);
      expect(await statuses()).toEqual(['processing', 'failed']);
    });

    it('that was refused itself fails at once', async () => {
      shop.gateway.refuses = () => refusal;
      await runAfter(0);
      expect(await statuses()).toEqual(['failed', 'failed']);
    });

    it('that both waited for long has its turn when the minute is over, not hours later', async () => {
      shop.gateway.refundOutcome = { outcome: 'stuck', code: 'NOT_ENOUGH', taken: false };
      for (let day = 0; day < 6; day++) await runAfter(86_400);
      shop.gateway.refundOutcome = { outcome: 'processing' };
      const because = new WechatLimitReached(60);
      const refund = shop.gateway.refund.bind(shop.gateway);
      jest
        .spyOn(shop.gateway, 'refund')
        .mockImplementation(async (request) =>
          request.refundNo === `R${REFUND}` ? refund(request) : { outcome: 'unknown', because },
        );
      await runAfter(86_400);
      expect(await statuses()).toEqual(['processing', 'pending']);
      jest.mocked(shop.gateway.refund).mockRestore();
      await runAfter(65);
      expect(await statuses()).toEqual(['processing', 'processing']);
    });
  });

  it('[P26] is sent again under the same number while nobody knows whether the provider has it', async () => {
    shop.gateway.silent = true;
    expect(await runAfter(0)).toEqual(['refund']);
    expect(await status()).toBe('pending');
    shop.gateway.silent = false;
    expect(await runAfter(15)).toEqual(['refund']);
    expect([...shop.gateway.refunds.keys()]).toEqual([`R${REFUND}`]);
  });

  it('stays as it is while nobody knows what became of it', async () => {
    await runAfter(0);
    shop.gateway.silent = true;
    expect(await runAfter(15)).toEqual(['ask refund']);
    expect(await status()).toBe('processing');
    expect(kept()).toEqual([]);
  });

  it.each([
    [{ outcome: 'stuck', code: 'ABNORMAL', taken: true }, 'processing', 'ask refund'],
    [{ outcome: 'stuck', code: 'NOT_ENOUGH', taken: false }, 'pending', 'refund'],
  ] as const)('that is stuck (%j) is shown to staff once and goes on when it can', async (outcome, stands, next) => {
    shop.gateway.refundOutcome = outcome;
    await runAfter(0);
    await runAfter(15);
    expect(kept()).toMatchObject([{ type: 'payment.refund-abnormal', reason: outcome.code, attemptNo }]);
    expect(await status()).toBe(stands);
    shop.gateway.refundOutcome = { outcome: 'succeeded', at: shop.clock.now() };
    expect(await runAfter(15)).toEqual([next]);
    expect(await status()).toBe('succeeded');
  });

  it('that is stuck for another reason afterwards is shown to staff for that one, too', async () => {
    const [short, abnormal] = [
      { outcome: 'stuck', code: 'NOT_ENOUGH', taken: false },
      { outcome: 'stuck', code: 'ABNORMAL', taken: true },
    ] as const;
    for (const outcome of [short, short, abnormal, abnormal]) {
      shop.gateway.refundOutcome = outcome;
      await runAfter(3_600);
    }
    expect(kept().map(({ reason }) => reason)).toEqual(['NOT_ENOUGH', 'ABNORMAL']);
  });

  it('waits for its next turn when something fails, and holds up no other refund', async () => {
    jest.spyOn(shop.gateway, 'refund').mockRejectedValueOnce(new Error('no'));
    jest.spyOn(job['logger'], 'error').mockImplementation();
    await runAfter(0);
    expect(await runAfter(15)).toEqual(['refund']);
  });

  describe('of which a notification tells', () => {
    it('is settled once, whether it was sent before or after', async () => {
      await runAfter(0);
      await Promise.all(Array.from({ length: 20 }, () => told()));
      expect(published()).toEqual(['payment.refund-started', 'payment.refund-succeeded']);
      expect(await runAfter(86_400)).toEqual([]);
      expect(kept()).toEqual([]);
    });

    it.each<[string, Partial<RefundNews>]>([
      ['unknown-refund', { refundNo: 'R01KARR00000000000000000000' }],
      ['unknown-refund', { refundNo: '退款' }],
      ['unknown-refund', { attemptNo: 'P01KARR00000000000000000000' }],
      ['another-amount', { amountFen: 501 }],
    ])('changes nothing for reason of %s: %j, and waits for staff once', async (reason, changes) => {
      await runAfter(0);
      await told(changes);
      await told(changes);
      expect(await status()).toBe('processing');
      expect(kept()).toMatchObject([{ key: 'N2', reason }]);
      expect(kept()).toHaveLength(1);
    });

    it('stays as it is when the news contradicts what is final: staff see it', async () => {
      await runAfter(0);
      await told();
      await told({ news: { outcome: 'failed', code: 'CLOSED' } }, 'N3');
      expect(await status()).toBe('succeeded');
      expect(kept()).toMatchObject([{ key: 'N3', reason: 'another-outcome' }]);
    });
  });
});
