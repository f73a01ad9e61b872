import { newId } from '#kernel';
import { categoryPage, categoryQuery } from './category-page.js';

const all = [-5, 0, 0, 0, 7].map((sort, at) => ({ id: newId(), name: `分类 ${at}`, sort }));

/** Everything that is read page by page, with `gone` removed once the first page was read. */
function readBy(limit: number, gone: string | null = null): string[] {
  const read: string[] = [];
  let [left, cursor]: [typeof all, string | null] = [all, null];
  do {
    const { items, nextCursor } = categoryPage(left, categoryQuery.parse({ limit, ...(cursor && { cursor }) }));
    read.push(...items.map(({ name }) => name));
    left = all.filter(({ id }) => id !== gone);
    cursor = nextCursor;
  } while (cursor !== null);
  return read;
}

describe('a page of categories', () => {
  it('is all of them where no limit is asked for', () => {
    expect(categoryPage(all, categoryQuery.parse({}))).toEqual({ items: all, nextCursor: null });
  });

  it.each([1, 2, 3, 5, 100])('leads on to all the others, by %i', (limit) => {
    expect(readBy(limit)).toEqual(all.map(({ name }) => name));
  });

  it('leads on also when the category it ended with is gone since', () => {
    expect(readBy(2, all[1]?.id)).toEqual(all.map(({ name }) => name));
  });

  it.each([
    ['limit', '0'],
    ['limit', '101'],
    ['limit', 'all'],
    ['cursor', 'x'],
    ['cursor', Buffer.from(`1 ${newId()}x`).toString('base64url')],
    ['cursor', Buffer.from(newId()).toString('base64url')],
  ])('is refused with a bad %s: %s', (name, value) => {
    expect(categoryQuery.safeParse({ [name]: value }).error?.issues).toMatchObject([{ path: [name] }]);
  });
});
