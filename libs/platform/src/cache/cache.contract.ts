import { randomUUID } from 'node:crypto';
import type { OpenCache } from './testing/open-cache.js';
import { until } from './testing/until.js';

const minute = { ttl: 60_000, missTtl: 60_000 };

/** What `Cache` promises, wherever it keeps its entries. */
export function cacheContract(open: () => Promise<OpenCache>): void {
  let opened: OpenCache;
  let key: string;
  const load = jest.fn<Promise<unknown>, []>();

  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());
  beforeEach(() => {
    key = `contract:${randomUUID()}`;
    load.mockReset();
  });
  afterEach(() => opened.cache.drop(key));

  const aside = (lifetimes: { ttl: number; missTtl?: number } = minute) => opened.cache.aside(key, lifetimes, load);

  it('loads once and then answers from the cache', async () => {
    load.mockResolvedValue({ name: '集市', price: 1990, tags: ['a "quoted" one'] });
    const first = await aside();
    expect(await aside()).toEqual(first);
    expect(first).toEqual({ name: '集市', price: 1990, tags: ['a "quoted" one'] });
    expect(load).toHaveBeenCalledTimes(1);
  });

  it.each([0, false, '', [], {}])('remembers %j as a value', async (value) => {
    load.mockResolvedValue(value);
    await aside({ ttl: 60_000 });
    expect(await aside({ ttl: 60_000 })).toEqual(value);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('gives the same shape whether it loaded or remembered', async () => {
    load.mockResolvedValue({ at: new Date(0), none: undefined });
    expect(await aside()).toEqual({ at: '1970-01-01T00:00:00.000Z' });
    expect(await aside()).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  });

  it('gives every caller a copy of their own', async () => {
    load.mockResolvedValue({ lines: [1] });
    const [one, other] = (await Promise.all([aside(), aside()])) as [{ lines: number[] }, { lines: number[] }];
    one.lines.push(2);
    expect(other).toEqual({ lines: [1] });
    expect(await aside()).toEqual({ lines: [1] });
  });

  it('remembers that there is none', async () => {
    load.mockResolvedValue(null);
    expect([await aside(), await aside()]).toEqual([null, null]);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('does not remember that there is none without missTtl', async () => {
    load.mockResolvedValueOnce(null).mockResolvedValueOnce('made since');
    expect([await aside({ ttl: 60_000 }), await aside({ ttl: 60_000 })]).toEqual([null, 'made since']);
  });

  it('loads anew once the ttl is over', async () => {
    load.mockResolvedValueOnce('old').mockResolvedValue('new');
    expect(await aside({ ttl: 30 })).toBe('old');
    await until(async () => (await aside({ ttl: 30 })) === 'new');
  });

  it('lets callers at the same time share one load', async () => {
    load.mockImplementation(async () => ({ loads: load.mock.calls.length }));
    const answers = await Promise.all(Array.from({ length: 50 }, () => aside()));
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"loads":1}']));
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('lets those who wait share a failure, and remembers none', async () => {
    load.mockRejectedValueOnce(new Error('database gone')).mockResolvedValueOnce('back');
    const results = await Promise.allSettled([aside(), aside()]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(load).toHaveBeenCalledTimes(1);
    expect(await aside()).toBe('back');
  });

  it('turns a load that throws at once into a rejection', async () => {
    load.mockImplementationOnce(() => {
      throw new Error('at once');
    });
    await expect(aside()).rejects.toThrow('at once');
  });

  it('forgets what is dropped, and only that', async () => {
    const kept = `${key}-kept`;
    load.mockResolvedValueOnce('old').mockResolvedValueOnce('kept').mockResolvedValueOnce('new');
    await aside();
    await opened.cache.aside(kept, minute, load);
    await opened.cache.drop(key, `${key}-never-there`);
    expect(await aside()).toBe('new');
    expect(await opened.cache.aside(kept, minute, load)).toBe('kept');
    await opened.cache.drop(kept);
  });

  it('does not bring back what a load that a drop overtook has read', async () => {
    const reads: ((value: string) => void)[] = [];
    load.mockImplementation(() => new Promise((resolve) => reads.push(resolve)));
    const before = aside();
    await until(() => reads.length === 1);
    await opened.cache.drop(key);
    const after = aside();
    await until(() => reads.length === 2);
    reads[1]?.('new');
    expect(await after).toBe('new');
    reads[0]?.('old');
    expect(await before).toBe('old');
    expect(await aside()).toBe('new');
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('does not serve a value that was just being written when it was dropped', async () => {
    load.mockResolvedValueOnce('old').mockResolvedValueOnce('new');
    await aside();
    await Promise.all([opened.cache.drop(key), opened.cache.drop(key)]);
    expect(await aside()).toBe('new');
    expect(await aside()).toBe('new');
  });

  it('keeps long names and names with any characters apart', async () => {
    const names = ['a', 'b'].flatMap((end) => [`${key}:${'x'.repeat(5_000)}${end}`, `${key}: 集市\n${end}`]);
    for (const name of names) await opened.cache.aside(name, minute, async () => name);
    for (const name of names) expect(await opened.cache.aside(name, minute, load)).toBe(name);
    expect(load).not.toHaveBeenCalled();
    await opened.cache.drop(...names);
  });
}
