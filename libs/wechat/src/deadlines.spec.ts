import { Deadlines } from './deadlines.js';

describe('deadlines', () => {
  let now = 0;
  beforeEach(() => {
    now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => jest.restoreAllMocks());

  test('are one for calls that begin at the same time', () => {
    const deadlines = new Deadlines();
    const first = deadlines.after(3_000);
    now = 59;
    expect(deadlines.after(3_000)).toBe(first);
  });

  test('are another for what begins later, or has less time', () => {
    const deadlines = new Deadlines();
    const first = deadlines.after(3_000);
    expect(deadlines.after(1_000)).not.toBe(first);
    now = 60;
    expect(deadlines.after(3_000)).not.toBe(first);
  });

  test('never begin with one that is over', () => {
    const deadlines = new Deadlines();
    for (; now < 100; now += 0.3) expect(deadlines.after(20).aborted).toBe(false);
  });
});
