import { newId } from '#kernel';
import type { PaymentEvent } from '../events.js';
import { Payment } from '../domain/payment.js';
import { type Payments, TransactionTaken } from '../domain/payments.js';

const now = new Date('2026-01-31T23:59:59.999Z');
const validUntil = new Date('2026-02-01T01:59:59.001Z');

/** What every adapter of the port keeps to. `published` tells the events of one payment. */
export function paymentsContract(payments: () => Payments, published: (id: string) => Promise<PaymentEvent[]>): void {
  const anAttempt = (orderId = newId()) =>
    Payment.open({
      id: newId(),
      orderId,
      customerId: newId(),
      account: 'oAbC',
      amountFen: 1999,
      orderExpiresAt: validUntil,
      now,
    });
  const added = async (orderId?: string) => {
    const payment = anAttempt(orderId);
    expect(await payments().add(payment)).toBe(true);
    return payment;
  };
  const kept = async ({ attemptNo }: Payment) => (await payments().byAttemptNo(attemptNo))?.snapshot;
  const pay = (payment: Payment, transactionId = newId()) => {
    const receipt = { attemptNo: payment.attemptNo, transactionId, amountFen: 1999, paidAt: now };
    return payments().change(payment.id, (one) => one.succeed(receipt, now));
  };

  it('gives back what was kept', async () => {
    const payment = await added();
    expect(await kept(payment)).toEqual(payment.snapshot);
    await payments().change(payment.id, (one) => one.prepare('wx201410272009395522657a690389285100', validUntil));
    await pay(payment, 'T-1');
    expect(await kept(payment)).toEqual({
      ...payment.snapshot,
      status: 'succeeded',
      preparedAs: 'wx201410272009395522657a690389285100',
      preparedUntil: validUntil,
      transactionId: 'T-1',
      paidAt: now,
      version: 3,
    });
  });

  it('finds those of several numbers that there are', async () => {
    const [one, other] = [await added(), await added()];
    const found = await payments().withAttemptNos([one.attemptNo, anAttempt().attemptNo, other.attemptNo]);
    expect(found.map(({ id }) => id).sort()).toEqual([one.id, other.id].sort());
    expect(await payments().withAttemptNos([])).toEqual([]);
  });

  it('lists what arrived in a time, page by page, several at one moment included', async () => {
    const at = (offset: number) => new Date(new Date('2025-05-05T16:00:00.000Z').getTime() + offset);
    const paidAt = async (time: Date) => {
      const { id, attemptNo } = await added();
      const receipt = { attemptNo, transactionId: newId(), amountFen: 1999, paidAt: time };
      await payments().change(id, (one) => one.succeed(receipt, now));
      return id;
    };
    await paidAt(at(-1));
    const inside = [];
    for (const offset of [0, 500, 500, 500, 999]) inside.push(await paidAt(at(offset)));
    await paidAt(at(1000));
    const found: Payment[] = [];
    for (let page: Payment[] | null = null; page === null || page.length > 0;) {
      page = await payments().paidBetween(at(0), at(1000), found.at(-1) ?? null, 2);
      found.push(...page);
    }
    expect(found.map(({ id }) => id)).toEqual(inside);
  });

  it('finds nothing under a number that was never given', async () => {
    expect(await payments().byAttemptNo(anAttempt().attemptNo)).toBeNull();
    expect(await payments().byAttemptNo((await added()).attemptNo.toLowerCase())).toBeNull();
  });

  it('is found by the transaction that paid it, and by no other', async () => {
    const payment = await added();
    const transactionId = newId();
    expect(await payments().byTransactionId(transactionId)).toBeNull();
    await pay(payment, transactionId);
    expect((await payments().byTransactionId(transactionId))?.id).toBe(payment.id);
    expect(await payments().byTransactionId(transactionId.toLowerCase())).toBeNull();
  });

  it('answers what the change decides, and keeps nothing of one that throws', async () => {
    const payment = await added();
    expect(await payments().change(payment.id, (one) => one.prepare('handle', validUntil))).toBe(true);
    const changing = payments().change(payment.id, (one) => {
      one.close();
      throw new Error('changed my mind');
    });
    await expect(changing).rejects.toThrow('changed my mind');
    expect((await kept(payment))?.status).toBe('prepared');
  });

  it('keeps one open attempt for an order, of many added at once', async () => {
    const orderId = newId();
    const answers = await Promise.all(Array.from({ length: 5 }, () => payments().add(anAttempt(orderId))));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await payments().ofOrder(orderId)).toHaveLength(1);
  });

  it('takes another attempt once the last one is closed or paid, and lists them newest first', async () => {
    const orderId = newId();
    const first = await added(orderId);
    await payments().change(first.id, (one) => one.close());
    const second = await added(orderId);
    await pay(second);
    const third = await added(orderId);
    const ids = (await payments().ofOrder(orderId)).map(({ id }) => id);
    expect(ids).toEqual([third.id, second.id, first.id]);
  });

  it('counts a transaction for one attempt only', async () => {
    const [one, other] = [await added(), await added()];
    const transactionId = newId();
    await pay(one, transactionId);
    await expect(pay(other, transactionId)).rejects.toThrow(TransactionTaken);
    expect((await kept(other))?.status).toBe('created');
    expect(await published(other.id)).toEqual([]);
  });

  describe('which of them to ask about', () => {
    beforeEach(async () => {
      for (const { id } of await payments().claimUnsettled(1_000, new Date('2027-01-01')))
        await payments().change(id, (one) => one.close());
    });
    const claimed = async (seconds: number, limit = 10) =>
      (await payments().claimUnsettled(limit, new Date(now.getTime() + seconds * 1000))).map(({ id }) => id);

    it('follows WeChat’s schedule while an attempt is open', async () => {
      const { id } = await added();
      expect(await claimed(14)).toEqual([]);
      expect(await claimed(15)).toEqual([id]);
      expect(await claimed(15)).toEqual([]);
      expect(await claimed(30)).toEqual([id]);
      await payments().change(id, (one) => one.prepare('handle', validUntil));
      expect(await claimed(59)).toEqual([]);
      expect(await claimed(60)).toEqual([id]);
      expect(await claimed(239)).toEqual([]);
      expect(await claimed(240)).toEqual([id]);
    });

    it('are those put off by a clock that has been set back since', async () => {
      const { id } = await added();
      expect(await claimed(86_400)).toEqual([id]);
      expect(await claimed(20)).toEqual([id]);
      expect(await claimed(20)).toEqual([]);
    });

    it('are none that are paid or closed', async () => {
      await pay(await added());
      await payments().change((await added()).id, (one) => one.close());
      expect(await claimed(86_400)).toEqual([]);
    });

    it('are handed out once, however many ask at the same time, and no more than asked for', async () => {
      for (let n = 0; n < 8; n++) await added();
      expect(await claimed(15, 2)).toHaveLength(2);
      const lots = await Promise.all(Array.from({ length: 3 }, () => claimed(15)));
      expect(lots.flat()).toHaveLength(6);
      expect(new Set(lots.flat()).size).toBe(6);
    });
  });

  it('publishes one event for money that is told of many times at once', async () => {
    const payment = await added();
    const transactionId = newId();
    const answers = await Promise.all(Array.from({ length: 20 }, () => pay(payment, transactionId)));
    expect(answers.filter((answer) => answer === 'succeeded')).toHaveLength(1);
    expect(await published(payment.id)).toEqual([
      {
        type: 'payment.succeeded',
        paymentId: payment.id,
        orderId: payment.snapshot.orderId,
        amountFen: 1999,
        paidAt: now.toISOString(),
        at: now,
      },
    ]);
  });
}
