import { BriefCopies } from './brief-copies.js';
import { figure } from '../../../../test/support/figures.js';

describe('[P50] brief copies', () => {
  let now: number;
  let stored: string;
  let reads: number;
  let copies: BriefCopies<string>;
  beforeEach(() => {
    [now, stored, reads] = [0, 'a', 0];
    const options = {
      name: 'test',
      fresh: 1_000,
      oldest: 1_800,
      most: 3,
      largest: 100,
      sizeOf: (value: string) => value.length,
    };
    copies = new BriefCopies(
      options,
      () => now,
      () => 0.5,
    );
  });
  const read = async () => {
    reads++;
    return stored;
  };
  const find = (key = 'key', load = read) => copies.find(key, load);
  /** A read that goes on until it is told to end. */
  const slowly = () => {
    let end: (value: string) => void = () => undefined;
    const read = new Promise<string>((resolve) => (end = resolve));
    return { load: () => read, end: (value: string) => end(value) };
  };

  const peek = (key = 'key') => copies.peek(key, read);

  it('are read once, whoever asks meanwhile, and then looked at', async () => {
    expect(peek()).toBeUndefined();
    expect(await Promise.all([find(), find(), find()])).toEqual(['a', 'a', 'a']);
    stored = 'b';
    now = 999;
    expect([peek(), await find(), reads]).toEqual(['a', 'a', 1]);
  });

  it('count who was answered at once, and who had to wait', async () => {
    const looks = async () => [
      await figure('cache_requests_total', { cache: 'test', result: 'hit' }),
      await figure('cache_requests_total', { cache: 'test', result: 'miss' }),
    ];
    const [hits = 0, misses = 0] = await looks();
    peek();
    await Promise.all([find(), find()]);
    now = 1_500;
    peek();
    await find();
    expect(await looks()).toEqual([hits + 2, misses + 2]);
  });

  it('are renewed by who meets them when they are no longer fresh, and nobody waits for that', async () => {
    await find();
    stored = 'b';
    now = 1_000;
    expect([peek(), peek(), await find()]).toEqual(['a', 'a', 'a']);
    expect([peek(), reads]).toEqual(['b', 2]);
  });

  it('are answered while they are being renewed, up to their greatest age', async () => {
    await find();
    const reading = slowly();
    now = 1_799;
    expect(copies.peek('key', reading.load)).toBe('a');
    now = 1_800;
    expect(peek()).toBeUndefined();
    const late = find();
    reading.end('b');
    expect([await late, reads]).toEqual(['b', 1]);
  });

  it('are renewed by the next when that has failed, and by who has to wait once they are too old', async () => {
    await find();
    now = 1_000;
    const failing = () => Promise.reject(new Error('no database'));
    expect(copies.peek('key', failing)).toBe('a');
    await Promise.resolve();
    now = 1_800;
    await expect(find('key', failing)).rejects.toThrow('no database');
    expect(await find()).toBe('a');
  });

  it('are as old as the moment they began to be read', async () => {
    const reading = slowly();
    const found = find('key', reading.load);
    now = 900;
    reading.end('a');
    await found;
    expect(peek()).toBe('a');
    now = 1_800;
    expect(peek()).toBeUndefined();
  });

  it('that began to be read before they were cleared are given to nobody who asks after', async () => {
    const reading = slowly();
    const before = find('key', reading.load);
    copies.clear();
    stored = 'b';
    const after = find();
    reading.end('a');
    expect([await before, await after, peek()]).toEqual(['a', 'b', 'b']);
    copies.clear();
    expect(peek()).toBeUndefined();
  });

  it('keep nothing of a read that failed', async () => {
    const failing = () => Promise.reject(new Error('no database'));
    await expect(Promise.all([find('key', failing), find('key', failing)])).rejects.toThrow('no database');
    expect(await find()).toBe('a');
  });

  it('remember that there is nothing', async () => {
    const nothing = new BriefCopies<string | null>(
      { name: 'test', fresh: 1, oldest: 1, most: 1, largest: 9, sizeOf: () => 1 },
      () => 0,
    );
    await nothing.find('key', async () => null);
    expect(nothing.peek('key', async () => null)).toBeNull();
  });

  it('are bounded in number and in size', async () => {
    for (const key of ['1', '2', '3', '4']) await find(key);
    expect([peek('1'), peek('4')]).toEqual([undefined, 'a']);
    stored = 'x'.repeat(98);
    await find('5');
    expect([peek('4'), peek('5')]).toEqual([undefined, stored]);
  });
});
