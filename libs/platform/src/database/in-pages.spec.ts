import { inPages } from '#platform/database';

describe('a long list, page by page', () => {
  const numbers = (count: number) => {
    const asked: (number | null)[] = [];
    const read = async (last: number | null) => {
      asked.push(last);
      return Array.from({ length: count }, (_, at) => at + 1)
        .filter((number) => number > (last ?? 0))
        .slice(0, 3);
    };
    return { asked, list: inPages(3, read) };
  };

  it.each([0, 1, 2, 3, 4, 6, 7])('gives each of %d items once, in order', async (count) => {
    const given: number[] = [];
    for await (const number of numbers(count).list) given.push(number);
    expect(given).toEqual(Array.from({ length: count }, (_, at) => at + 1));
  });

  it('reads no page before somebody asks for it', async () => {
    const { asked, list } = numbers(100);
    expect(asked).toEqual([]);
    for (let n = 0; n < 3; n++) await list.next();
    expect(asked).toEqual([null]);
    await list.next();
    expect(asked).toEqual([null, 3]);
  });
});
