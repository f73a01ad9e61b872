import { sizeOf } from './snapshot.js';

/** The catalogue changes while it is read: so often in a row it is begun again at once. */
const MOST_BEGINNINGS = 3;

/** Reads the shop's snapshot, one page after the other. What was read stays for the next call, which goes on from there. */
export class SnapshotReader {
  /** @type {null | (import('./snapshot.js').Content & { cursor: string | null, size: number })} */
  begun = null;

  /** @param {import('./settings.js').Settings} settings */
  constructor(settings) {
    this.settings = settings;
  }

  /**
   * @param {number} revision the present one; if it is over, its successor is read
   * @param {number} until when to leave the rest for later, in milliseconds since 1970
   * @returns {Promise<{ content: import('./snapshot.js').Content } | { tooLarge: number } | { unfinished: number }>} with the revision that is too
   * large, or that is not read to its end
   * @throws when the shop does not answer
   */
  async read(revision, until) {
    for (let beginnings = 0; ;) {
      if (this.begun?.revision !== revision) {
        const isEnough = beginnings++ === MOST_BEGINNINGS;
        this.begun = null;
        if (isEnough) return { unfinished: revision };
        this.begun = { revision, at: Infinity, categories: null, items: [], cursor: null, size: 0 };
      }
      const { isLast, present } = await this.readPage(this.begun);
      if (present !== undefined) revision = present;
      else if (this.begun.size > this.settings.snapshotBytes) {
        this.begun = null;
        return { tooLarge: revision };
      } else if (isLast) {
        const { at, categories, items } = this.begun;
        this.begun = null;
        return { content: { revision, at, categories, items } };
      } else if (Date.now() >= until) return { unfinished: revision };
    }
  }

  /** @returns {Promise<{ isLast?: boolean, present?: number }>} `present`: the revision is over, and this one has come */
  async readPage(begun) {
    const { origin, timeoutMs } = this.settings;
    const { revision, cursor } = begun;
    const query = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const askedAt = Date.now();
    const answer = await fetch(`${origin}/api/v1/catalog/snapshots/${revision}${query}`, {
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { data } = await answer.json();
    if (answer.status === 404 && data?.revision > revision) return { present: data.revision };
    if (answer.status !== 200 || data?.revision !== revision) throw new Error(`The shop answers ${answer.status}`);
    begun.categories = data.categories ?? begun.categories;
    // Units are as old as the oldest page; somebody between may have kept one.
    begun.at = Math.min(begun.at, askedAt, Date.parse(data.at));
    for (const product of data.items) {
      const item = { id: product.id, categoryId: product.categoryId, text: JSON.stringify(product) };
      begun.items.push(item);
      begun.size += sizeOf(item);
    }
    begun.cursor = data.nextCursor;
    return { isLast: data.nextCursor === null };
  }
}
