import { Payment, type Receipt } from './payment.js';
import { TransactionTaken } from './payments.js';

const now = new Date('2026-11-23T04:00:00.000Z');
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const MINUTE = 60_000;

function anAttempt(orderExpiresAt = later(30 * MINUTE)): Payment {
  return Payment.open({
    id: '01KARR00000000000000000001',
    orderId: 'ORDER',
    customerId: 'CUSTOMER',
    account: 'payer',
    amountFen: 1999,
    orderExpiresAt,
    now,
  });
}

const receipt = (changes: Partial<Receipt> = {}): Receipt => ({
  attemptNo: anAttempt().attemptNo,
  transactionId: 'T1',
  amountFen: 1999,
  paidAt: later(1_000),
  ...changes,
});

describe('an attempt number', () => {
  it('is one WeChat Pay takes: 6 to 32 letters and digits', () => {
    expect(anAttempt().attemptNo).toMatch(/^[0-9A-Za-z]{6,32}$/);
    expect(Payment.isAttemptNo(anAttempt().attemptNo)).toBe(true);
  });

  it.each([
    '',
    'T0001',
    `R${anAttempt().id}`,
    `${anAttempt().attemptNo}0`,
    `x${anAttempt().attemptNo}`,
    `P${'订'.repeat(26)}`,
  ])('%p is none of ours', (text) => {
    expect(Payment.isAttemptNo(text)).toBe(false);
  });
});

describe('an attempt that waits for money', () => {
  it('lives as long as its order, but never less than 65 seconds', () => {
    expect(anAttempt().snapshot.expiresAt).toEqual(later(30 * MINUTE));
    expect(anAttempt(later(3_000)).snapshot.expiresAt).toEqual(later(65_000));
  });

  it('hands its handle out until the handle or the attempt expires', () => {
    const attempt = anAttempt();
    expect(attempt.handleAt(now)).toBeNull();
    expect(attempt.prepare('handle', later(10 * MINUTE))).toBe(true);
    expect(attempt.handleAt(later(10 * MINUTE - 1))).toBe('handle');
    expect(attempt.handleAt(later(10 * MINUTE))).toBeNull();
    attempt.prepare('another', later(120 * MINUTE));
    expect(attempt.handleAt(later(30 * MINUTE - 1))).toBe('another');
    expect(attempt.handleAt(later(30 * MINUTE))).toBeNull();
  });

  it('can take the amount it was made for, and no other', () => {
    expect(anAttempt().canTake(1999, now)).toBe(true);
    expect(anAttempt().canTake(2000, now)).toBe(false);
  });

  it('is of no use unprepared once too little time is left to prepare it', () => {
    const attempt = anAttempt();
    expect(attempt.canTake(1999, later(29 * MINUTE - 1))).toBe(true);
    expect(attempt.canTake(1999, later(29 * MINUTE))).toBe(false);
    attempt.prepare('handle', later(120 * MINUTE));
    expect(attempt.canTake(1999, later(29 * MINUTE))).toBe(true);
  });
});

describe('money that arrives', () => {
  it('makes the attempt succeed and tells of it', () => {
    const attempt = anAttempt();
    attempt.prepare('handle', later(120 * MINUTE));
    expect(attempt.succeed(receipt(), later(2_000))).toBe('succeeded');
    expect(attempt.snapshot).toMatchObject({
      status: 'succeeded',
      transactionId: 'T1',
      paidAt: later(1_000),
      version: 3,
    });
    expect(attempt.takeEvents()).toEqual([
      {
        type: 'payment.succeeded',
        paymentId: attempt.id,
        orderId: 'ORDER',
        amountFen: 1999,
        paidAt: later(1_000).toISOString(),
        at: later(2_000),
      },
    ]);
  });

  it('counts once, however often it is told', () => {
    const attempt = anAttempt();
    attempt.succeed(receipt(), now);
    attempt.takeEvents();
    expect(attempt.succeed(receipt(), now)).toBe('repeated');
    expect(attempt.takeEvents()).toEqual([]);
    expect(attempt.snapshot.version).toBe(2);
  });

  it('counts for a closed attempt as well', () => {
    const attempt = anAttempt();
    attempt.close();
    expect(attempt.succeed(receipt(), now)).toBe('succeeded');
  });

  it.each([
    ['of another amount', receipt({ amountFen: 1998 }), 'another-amount'],
    ['of another transaction', receipt({ transactionId: 'T2' }), 'another-transaction'],
  ])('%s changes nothing once it is paid', (_, second, confirmation) => {
    const attempt = anAttempt();
    attempt.succeed(receipt(), now);
    const before = { ...attempt.snapshot };
    attempt.takeEvents();
    expect(attempt.succeed(second, now)).toBe(confirmation);
    expect(attempt.snapshot).toEqual(before);
    expect(attempt.takeEvents()).toEqual([]);
  });

  it('of another amount does not pay', () => {
    const attempt = anAttempt();
    expect(attempt.succeed(receipt({ amountFen: 1 }), now)).toBe('another-amount');
    expect(attempt.status).toBe('created');
    expect(attempt.takeEvents()).toEqual([]);
  });
});

describe('goods that the payer has', () => {
  it('are told of by the attempt that paid for them', () => {
    const attempt = anAttempt();
    attempt.succeed(receipt(), now);
    attempt.takeEvents();
    expect(attempt.goodsReceived(later(MINUTE))).toBe(true);
    expect(attempt.takeEvents()).toEqual([
      { type: 'payment.goods-received', paymentId: attempt.id, orderId: 'ORDER', at: later(MINUTE) },
    ]);
    expect(attempt.snapshot).toMatchObject({ status: 'succeeded', version: 3 });
  });

  it('are none of an attempt that has not paid', () => {
    const attempt = anAttempt();
    for (const settle of [() => undefined, () => attempt.close()]) {
      settle();
      expect(attempt.goodsReceived(now)).toBe(false);
      expect(attempt.takeEvents()).toEqual([]);
    }
  });
});

describe('an attempt that is settled', () => {
  it('takes no handle any more', () => {
    const closed = anAttempt();
    closed.prepare('handle', later(MINUTE));
    closed.close();
    const paid = anAttempt();
    paid.succeed(receipt(), now);
    for (const attempt of [closed, paid]) {
      expect(attempt.prepare('handle', later(MINUTE))).toBe(false);
      expect(attempt.handleAt(now)).toBeNull();
      expect(attempt.canTake(1999, now)).toBe(false);
    }
  });

  it('stays succeeded when it is closed afterwards', () => {
    const attempt = anAttempt();
    attempt.succeed(receipt(), now);
    attempt.close();
    expect(attempt.status).toBe('succeeded');
  });

  it('is closed once', () => {
    const attempt = anAttempt();
    attempt.close();
    attempt.close();
    expect(attempt.snapshot).toMatchObject({ status: 'closed', version: 2 });
  });

  it('is read back as it was kept, and changes a copy', () => {
    const kept = { ...anAttempt().snapshot };
    const restored = Payment.restore(kept);
    expect(restored.snapshot).toEqual(kept);
    restored.close();
    expect(kept.status).toBe('created');
  });
});

describe('a payer', () => {
  it('is forgotten once', () => {
    const attempt = anAttempt();
    attempt.forgetPayer();
    attempt.forgetPayer();
    expect(attempt.snapshot).toMatchObject({ account: '', status: 'created', version: 2 });
  });

  it('is forgotten with an attempt that the provider never heard of', () => {
    const attempt = anAttempt();
    attempt.abandon();
    expect(attempt.snapshot).toMatchObject({ account: '', status: 'closed', version: 3 });
  });
});

it('an error about a transaction that is taken says so by its name', () => {
  expect(String(new TransactionTaken())).toBe('TransactionTaken');
});
