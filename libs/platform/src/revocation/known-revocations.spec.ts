import { KnownRevocations } from './known-revocations.js';

describe('what a process knows of revocations', () => {
  it('makes a copy worthless that is older than its subject’s last revocation, and no other', () => {
    const known = new KnownRevocations();
    known.begin(0, 5);
    known.read(6, 'a');
    expect([known.holds('a', 5), known.holds('a', 6), known.holds('b', 5)]).toEqual([false, true, true]);
  });

  it('does not advance by what it hears out of sequence', () => {
    const known = new KnownRevocations();
    known.begin(0, 5);
    known.hear(9, 'a');
    expect(known.epoch).toBe(5);
    expect(known.holds('a', 8)).toBe(false);
    known.read(6, 'b');
    expect(known.epoch).toBe(6);
  });

  it('keeps the latest of a subject, whichever it hears first', () => {
    const known = new KnownRevocations();
    known.hear(9, 'a');
    known.hear(7, 'a');
    known.hear(Number.NaN, 'a');
    expect([known.holds('a', 8), known.holds('a', 9)]).toEqual([false, true]);
  });

  it('trusts nothing from before it began to listen', () => {
    const known = new KnownRevocations();
    known.begin(40, 50);
    expect([known.holds('a', 39), known.holds('a', 40)]).toEqual([false, true]);
  });

  it('forgets the oldest of too many, and from then on trusts nothing that is as old', () => {
    const known = new KnownRevocations(2);
    known.begin(0, 0);
    for (const [at, subject] of ['a', 'b', 'c'].entries()) known.read(at + 1, subject);
    expect([known.holds('a', 0), known.holds('z', 0), known.holds('a', 1)]).toEqual([false, false, true]);
    expect([known.holds('b', 1), known.holds('c', 2), known.holds('c', 3)]).toEqual([false, false, true]);
  });
});
