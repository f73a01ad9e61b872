import { PaymentRefund, type RefundOutcome } from './payment-refund.js';

const ID = '01KARR0000000000000000RFND';
const now = new Date('2026-11-23T04:00:00.000Z');
const later = new Date('2026-11-23T05:00:00.000Z');

const processing: RefundOutcome = { outcome: 'processing' };
const abnormal: RefundOutcome = { outcome: 'stuck', code: 'ABNORMAL', taken: true };
const withoutMoney: RefundOutcome = { outcome: 'stuck', code: 'NOT_ENOUGH', taken: false };
const succeeded: RefundOutcome = { outcome: 'succeeded', at: now };
const failed: RefundOutcome = { outcome: 'failed', code: 'CLOSED' };

const aRefund = (...before: RefundOutcome[]) => {
  const refund = PaymentRefund.approved({ id: ID, orderId: 'ORDER', paymentId: 'PAYMENT', amountFen: 500, now });
  for (const news of before) refund.learn(news, now);
  refund.takeEvents();
  return refund;
};

describe('a refund number', () => {
  it('[P26] is the same for the same refund, one WeChat Pay takes, and leads back to its refund', () => {
    expect(aRefund().refundNo).toBe(`R${ID}`);
    expect(aRefund().refundNo).toMatch(/^[0-9A-Za-z]{6,64}$/);
    expect(PaymentRefund.idOf(`R${ID}`)).toBe(ID);
  });

  it.each(['', ID, `P${ID}`, `r${ID}`, `R${ID}0`, `xR${ID}`, '退款'])('%p is none of ours', (text) => {
    expect(PaymentRefund.idOf(text)).toBeNull();
  });
});

describe('a refund', () => {
  const names = { refundId: ID, orderId: 'ORDER', at: later };
  const started = { type: 'payment.refund-started', ...names };
  const gone = { type: 'payment.refund-succeeded', ...names, amountFen: 500, refundedAt: now.toISOString() };
  const refused = { type: 'payment.refund-failed', ...names, reason: 'CLOSED' };

  it.each([
    ['pending', [], processing, 'processing', 'recorded', [started]],
    ['pending', [], abnormal, 'processing', 'recorded', [started]],
    ['pending', [], withoutMoney, 'pending', 'repeated', []],
    ['pending', [], succeeded, 'succeeded', 'recorded', [gone]],
    ['pending', [], failed, 'failed', 'recorded', [refused]],
    ['processing', [processing], processing, 'processing', 'repeated', []],
    ['processing', [processing], abnormal, 'processing', 'repeated', []],
    ['processing', [processing], succeeded, 'succeeded', 'recorded', [gone]],
    ['processing', [processing], failed, 'failed', 'recorded', [refused]],
    ['succeeded', [succeeded], processing, 'succeeded', 'repeated', []],
    ['succeeded', [succeeded], abnormal, 'succeeded', 'repeated', []],
    ['succeeded', [succeeded], succeeded, 'succeeded', 'repeated', []],
    ['succeeded', [succeeded], failed, 'succeeded', 'another-outcome', []],
    ['failed', [failed], processing, 'failed', 'repeated', []],
    ['failed', [failed], failed, 'failed', 'repeated', []],
    ['failed', [failed], succeeded, 'failed', 'another-outcome', []],
  ] as const)('%s (after %j) that hears of %j is %s: %s', (status, before, news, after, confirmation, events) => {
    const refund = aRefund(...before);
    const { version } = refund.snapshot;
    expect(refund.status).toBe(status);
    expect(refund.learn(news, later)).toBe(confirmation);
    expect(refund.status).toBe(after);
    expect(refund.takeEvents()).toEqual(events);
    expect(refund.snapshot.version).toBe(version + events.length);
  });

  it('remembers when the money went back, or why it did not', () => {
    expect(aRefund(succeeded).snapshot).toMatchObject({ refundedAt: now, failure: null });
    expect(aRefund(failed).snapshot).toMatchObject({ refundedAt: null, failure: 'CLOSED' });
  });

  it('is read back as it was kept, and changes a copy', () => {
    const kept = { ...aRefund().snapshot };
    const restored = PaymentRefund.restore(kept);
    expect(restored.snapshot).toEqual(kept);
    restored.learn(succeeded, now);
    expect(kept.status).toBe('pending');
  });
});
