const ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const CATEGORY_ID = /^[\x21-\x7e]{1,64}$/;
const LIMIT = /^([1-9]\d?|100)$/;
const PRODUCTS = '/api/v1/products';
/** What a product takes besides its text, in bytes; about. */
const BESIDES = 300;

/** What a product takes in memory, in bytes at most: a character of a text with Chinese in it takes two. */
export const sizeOf = ({ text }) => 2 * text.length + BESIDES;

/**
 * The whole catalogue at one revision, from which pages are made that are the shop's to the byte.
 * @typedef {{ id: string, categoryId: string, text: string }} Item a product; `text` is its JSON as the lists show it
 * @typedef {{ revision: number, at: number, categories: object[] | null, items: Item[] }} Content `items` are newest first; `at` is when the first
 * units for sale were read, in milliseconds since 1970; no categories: the shop did not tell them
 */
export class Snapshot {
  /** @type {Map<string, Item[]>} */
  byCategory = new Map();
  /** @type {Map<string, Item>} */
  byId = new Map();

  /** @param {Content} content @param {number} knownAt when it was last known to be the present catalogue, in milliseconds since 1970 */
  constructor({ revision, at, categories, items }, knownAt) {
    Object.assign(this, { revision, at, categories, items, knownAt });
    for (const item of items) {
      this.byId.set(item.id, item);
      const alike = this.byCategory.get(item.categoryId);
      if (alike) alike.push(item);
      else this.byCategory.set(item.categoryId, [item]);
    }
  }

  /**
   * The page of this name (see `pageOf`).
   * @returns {Promise<import('./store.js').Page | 'no such product' | null>} null: only the shop can answer that
   */
  async page(key) {
    const data = this.dataOf(new URL(key, 'http://edge'));
    if (data === null || data === 'no such product') return data;
    return { data, tag: await tagOf(data), revision: this.revision, at: this.at };
  }

  dataOf({ pathname, searchParams }) {
    if (pathname === '/api/v1/categories')
      return this.categories && JSON.stringify({ items: this.categories, nextCursor: null });
    if (pathname !== PRODUCTS) return this.byId.get(pathname.slice(PRODUCTS.length + 1))?.text ?? 'no such product';
    return this.list(searchParams);
  }

  list(searchParams) {
    const asked = Object.fromEntries(searchParams);
    const { categoryId, limit = '20', cursor } = asked;
    const after = cursor === undefined ? null : idOf(cursor);
    const isOneEach = [...searchParams].length === Object.keys(asked).length;
    const makesSense = LIMIT.test(limit) && (categoryId === undefined || CATEGORY_ID.test(categoryId));
    // The shop says what is wrong with it.
    if (!isOneEach || !makesSense || after === undefined) return null;
    const all = categoryId === undefined ? this.items : (this.byCategory.get(categoryId) ?? []);
    const start = after === null ? 0 : firstBelow(all, after);
    const shown = all.slice(start, start + Number(limit));
    const nextCursor = start + shown.length < all.length ? JSON.stringify(cursorOf(shown.at(-1).id)) : 'null';
    return `{"items":[${shown.map(({ text }) => text).join(',')}],"nextCursor":${nextCursor}}`;
  }
}

/** A cursor is the id of the last item of the page before; undefined: it is none. */
function idOf(cursor) {
  if (!/^[\w-]{35}$/.test(cursor)) return undefined;
  const id = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
  return ID.test(id) ? id : undefined;
}

const cursorOf = (id) => btoa(id).replaceAll('=', '');

/** Items are sorted by their ids, the highest first. */
function firstBelow(items, id) {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle].id < id) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The shop's own tag of the same data (libs/platform/src/http/answers/ready-json.ts). */
async function tagOf(data) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(data));
  const text = btoa(String.fromCharCode(...new Uint8Array(digest)));
  return `W/"${text.replaceAll('+', '-').replaceAll('/', '_').slice(0, 22)}"`;
}
