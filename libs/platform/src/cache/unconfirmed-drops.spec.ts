import { until } from './testing/until.js';
import { UnconfirmedDrops } from './unconfirmed-drops.js';

describe('UnconfirmedDrops', () => {
  const gone = () => Promise.reject(new Error('gone'));

  it('repeats a failed deletion until it succeeds', async () => {
    const del = jest.fn().mockImplementationOnce(gone).mockImplementationOnce(gone).mockResolvedValue(true);
    const drops = new UnconfirmedDrops(del);
    await drops.settle('a');
    expect(drops.mayBeStale('a', 1_000)).toBe(true);
    await until(() => !drops.mayBeStale('a', 1_000));
    expect(del.mock.calls).toEqual([['a'], ['a'], ['a']]);
  });

  it('distrusts all that may have been written before there were too many to remember', async () => {
    let now = 0;
    const drops = new UnconfirmedDrops(gone, 2, () => now);
    for (const key of ['a', 'b', 'c']) await drops.settle(key);
    expect(drops.mayBeStale('any', 1_000)).toBe(true);
    now = 999;
    expect(drops.mayBeStale('a', 1_000)).toBe(true);
    now = 1_000;
    expect(drops.mayBeStale('a', 1_000)).toBe(false);
    drops.stop();
  });
});
