import { UsedUpKeys } from './used-up-keys.js';

describe('Keys that are used up', () => {
  let now = 0;
  const keysThatAre = (most?: number) => new UsedUpKeys(() => now, most);

  it('are, for the time that is left of their window', () => {
    const keys = keysThatAre();
    keys.note('a', 60_000);
    now += 59_999;
    expect([keys.left('a'), keys.left('b')]).toEqual([1, 0]);
    now += 1;
    expect(keys.left('a')).toBe(0);
  });

  it('are none whose window ends this very moment', () => {
    const keys = keysThatAre();
    keys.note('a', 0);
    expect(keys.left('a')).toBe(0);
  });

  it('[F10] are no longer used up because the clock was set back', () => {
    const keys = new UsedUpKeys();
    const [began, clock] = [performance.now(), Date.now()];
    keys.note('a', 60_000);
    jest.spyOn(Date, 'now').mockReturnValue(clock - 86_400_000);
    jest.spyOn(performance, 'now').mockReturnValue(began + 61_000);
    expect(keys.left('a')).toBe(0);
    jest.restoreAllMocks();
  });

  it('are forgotten on demand', () => {
    const keys = keysThatAre();
    keys.note('a', 60_000);
    keys.forget('a');
    expect(keys.left('a')).toBe(0);
  });

  it('do not grow in number without end: the one that was not asked about for longest is forgotten', () => {
    const keys = keysThatAre(2);
    keys.note('a', 60_000);
    keys.note('b', 60_000);
    keys.left('a');
    keys.note('c', 60_000);
    expect([keys.left('a'), keys.left('b'), keys.left('c')]).toEqual([60_000, 0, 60_000]);
  });
});
