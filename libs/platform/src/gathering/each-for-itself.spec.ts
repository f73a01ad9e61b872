import { eachForItself } from './each-for-itself.js';

describe('a list of which each stands for itself', () => {
  const away = new Error('nobody answers');
  let lists: string[][];
  beforeEach(() => {
    lists = [];
  });
  /** Fails whatever list one of the spoilers is in. */
  const decide = (list: readonly string[], spoilers: Readonly<Record<string, Error>> = {}) =>
    eachForItself(
      list,
      async (some) => {
        lists.push([...some]);
        for (const one of some) if (spoilers[one]) throw spoilers[one];
        return some.map((one) => one.toUpperCase());
      },
      (one, error) => `${one}: ${String(error)}`,
      (error) => error === away,
    );

  it('is decided together', async () => {
    expect(await decide(['a', 'b', 'c'])).toEqual(['A', 'B', 'C']);
    expect(lists).toEqual([['a', 'b', 'c']]);
  });

  it('fails nobody but the one that spoils it, in its order', async () => {
    expect(await decide(['a', 'b', 'c'], { b: new Error('spoilt') })).toEqual(['A', 'b: Error: spoilt', 'C']);
    expect(lists).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['c']]);
  });

  it('does not decide one alone a second time', async () => {
    expect(await decide(['a'], { a: new Error('spoilt') })).toEqual(['a: Error: spoilt']);
    expect(lists).toEqual([['a']]);
  });

  it('fails all, and tries none again, for what is nobody’s fault', async () => {
    expect(await decide(['a', 'b'], { b: away })).toEqual(['a', 'b'].map((one) => `${one}: ${String(away)}`));
    expect(lists).toEqual([['a', 'b']]);
  });

  it('may leave out what is to be decided later', async () => {
    const firstOnly = eachForItself(
      ['a', 'b'],
      async (some) => some.slice(0, 1),
      (one) => one,
      () => false,
    );
    expect(await firstOnly).toEqual(['a']);
  });

  it('decides nothing where there is nothing to decide', async () => {
    expect(await decide([])).toEqual([]);
    expect(lists).toEqual([]);
  });
});
