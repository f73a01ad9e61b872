import { newId } from '#kernel';
import type { RefundEvent } from '../events.js';
import { PaymentRefund } from '../domain/payment-refund.js';
import type { PaymentRefunds } from '../domain/payment-refunds.js';

const SECOND = 1_000;

/** What every adapter of the port keeps to. `aPayment` saves one; `published` tells the events of one refund. */
export function paymentRefundsContract(
  refunds: () => PaymentRefunds,
  aPayment: () => Promise<string>,
  published: (id: string) => Promise<RefundEvent[]>,
): void {
  // Each test has an hour of its own, so that claims see only what the test has added.
  let now = new Date('2026-01-31T20:59:59.999Z');
  beforeEach(async () => {
    now = new Date(now.getTime() - 3_600_000);
    for (const { id } of await refunds().claimUnsettled(1_000, new Date('2027-01-01')))
      await refunds().change(id, (refund) => refund.learn({ outcome: 'failed', code: 'CLOSED' }, now));
  });

  const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
  const aRefund = async (id = newId()) =>
    PaymentRefund.approved({ id, orderId: newId(), paymentId: await aPayment(), amountFen: 500, now });
  const added = async () => {
    const refund = await aRefund();
    expect(await refunds().add(refund)).toBe(true);
    return refund;
  };
  const claimed = async (time: Date, limit = 10) =>
    (await refunds().claimUnsettled(limit, time)).map(({ id }) => id).toSorted();

  it('gives back what was kept', async () => {
    const refund = await added();
    expect((await refunds().find(refund.id))?.snapshot).toEqual(refund.snapshot);
    await refunds().change(refund.id, (one) => one.learn({ outcome: 'processing' }, now));
    await refunds().change(refund.id, (one) => one.learn({ outcome: 'succeeded', at: later(1) }, now));
    expect((await refunds().find(refund.id))?.snapshot).toEqual({
      ...refund.snapshot,
      status: 'succeeded',
      refundedAt: later(1),
      version: 3,
    });
    const other = await added();
    await refunds().change(other.id, (one) => one.learn({ outcome: 'failed', code: 'NO_AUTH' }, now));
    expect((await refunds().find(other.id))?.snapshot).toMatchObject({ status: 'failed', failure: 'NO_AUTH' });
    expect(await refunds().find(newId())).toBeNull();
  });

  it('keeps one refund of an id, of many added at once, and what has become of it since', async () => {
    const refund = await aRefund();
    const answers = await Promise.all(Array.from({ length: 5 }, () => refunds().add(refund)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    await refunds().change(refund.id, (one) => one.learn({ outcome: 'processing' }, now));
    expect(await refunds().add(refund)).toBe(false);
    expect((await refunds().find(refund.id))?.status).toBe('processing');
  });

  it('answers what the change decides, and keeps nothing of one that throws', async () => {
    const { id } = await added();
    expect(await refunds().change(id, (one) => one.learn({ outcome: 'processing' }, now))).toBe('recorded');
    const changing = refunds().change(id, (one) => {
      one.learn({ outcome: 'failed', code: 'CLOSED' }, now);
      throw new Error('changed my mind');
    });
    await expect(changing).rejects.toThrow('changed my mind');
    expect((await refunds().find(id))?.status).toBe('processing');
    expect(await published(id)).toHaveLength(1);
  });

  it('publishes one event for what is told many times at once', async () => {
    const { id, snapshot } = await added();
    const tell = () => refunds().change(id, (one) => one.learn({ outcome: 'succeeded', at: now }, now));
    const answers = await Promise.all(Array.from({ length: 10 }, tell));
    expect(answers.filter((answer) => answer === 'recorded')).toHaveLength(1);
    const { orderId, amountFen } = snapshot;
    expect(await published(id)).toEqual([
      { type: 'payment.refund-succeeded', refundId: id, orderId, amountFen, refundedAt: now.toISOString(), at: now },
    ]);
  });

  it('hands a new refund out at once, and again along the schedule, until it is final', async () => {
    const { id } = await added();
    expect(await claimed(later(-1))).toEqual([]);
    expect(await claimed(now)).toEqual([id]);
    expect(await claimed(later(15 * SECOND - 1))).toEqual([]);
    expect(await claimed(later(15 * SECOND))).toEqual([id]);
    expect(await claimed(later(30 * SECOND - 1))).toEqual([]);
    expect(await claimed(later(30 * SECOND))).toEqual([id]);
    expect(await claimed(later(60 * SECOND - 1))).toEqual([]);
    await refunds().change(id, (one) => one.learn({ outcome: 'processing' }, now));
    expect(await claimed(later(60 * SECOND))).toEqual([id]);
    await refunds().change(id, (one) => one.learn({ outcome: 'succeeded', at: now }, now));
    expect(await claimed(later(3_000_000))).toEqual([]);
  });

  it('knows the other refunds of a payment that have not failed, and when each was sent and not refused since', async () => {
    const [one, stranger] = [await added(), await added()];
    const { id, snapshot } = await aRefund();
    const sibling = PaymentRefund.approved({ ...snapshot, id, paymentId: one.snapshot.paymentId, now });
    await refunds().add(sibling);
    const siblings = () => refunds().siblingsOf(sibling);
    for (const sent of [sibling, stranger]) await refunds().noteSending(sent.id, now);
    expect(await siblings()).toEqual([{ amountFen: 500, sentAt: null }]);
    await refunds().noteSending(one.id, now);
    expect(await siblings()).toEqual([{ amountFen: 500, sentAt: now }]);
    await refunds().noteRefusal(one.id, later(SECOND));
    expect(await siblings()).toEqual([{ amountFen: 500, sentAt: null }]);
    await refunds().noteSending(one.id, later(SECOND));
    await refunds().change(one.id, (refund) => refund.learn({ outcome: 'succeeded', at: now }, now));
    expect(await siblings()).toEqual([{ amountFen: 500, sentAt: later(SECOND) }]);
    await refunds().change(sibling.id, (refund) => refund.learn({ outcome: 'failed', code: 'CLOSED' }, now));
    expect(await refunds().siblingsOf(one)).toEqual([]);
  });

  it('hands one that was refused out by the time that was said, never later than the schedule, and none that is final', async () => {
    const { id } = await added();
    expect(await claimed(now)).toEqual([id]);
    await refunds().noteRefusal(id, later(65 * SECOND));
    expect(await claimed(later(15 * SECOND))).toEqual([id]);
    await refunds().noteRefusal(id, later(20 * SECOND));
    expect(await claimed(later(20 * SECOND - 1))).toEqual([]);
    expect(await claimed(later(20 * SECOND))).toEqual([id]);
    await refunds().change(id, (one) => one.learn({ outcome: 'failed', code: 'CLOSED' }, now));
    await refunds().noteRefusal(id, later(21 * SECOND));
    expect(await claimed(later(3_000_000))).toEqual([]);
  });

  it('hands out what was put off by a clock that has been set back since', async () => {
    const { id } = await added();
    expect(await claimed(later(86_400 * SECOND))).toEqual([id]);
    expect(await claimed(later(SECOND))).toEqual([id]);
    expect(await claimed(later(SECOND))).toEqual([]);
  });

  it('hands each refund out once, however many ask at the same time, and no more than asked for', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 12; n++) ids.push((await added()).id);
    expect(await claimed(now, 2)).toHaveLength(2);
    const lots = await Promise.all(Array.from({ length: 4 }, () => claimed(now)));
    expect(lots.flat()).toHaveLength(10);
    expect(new Set(lots.flat()).size).toBe(10);
    expect(ids).toEqual(expect.arrayContaining(lots.flat()));
  });
}
