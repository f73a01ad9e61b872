/**
 * Where the edge keeps pages of the catalogue: `get(key)`, `put(key, page)` and `delete(key)`, all of which may lose what was kept.
 * @typedef {{ data: string, tag: string, revision: number, at: number }} Page JSON text of `data`, tag and revision as the shop said them, and
 * when the shop was asked for it, in milliseconds since 1970
 */

const MOST = 500;

/** In the memory of this worker; the page that was put longest ago goes first. */
export class MemoryStore {
  pages = new Map();

  async get(key) {
    return this.pages.get(key) ?? null;
  }

  async put(key, page) {
    this.pages.delete(key);
    this.pages.set(key, page);
    if (this.pages.size > MOST) this.pages.delete(this.pages.keys().next().value);
  }

  async delete(key) {
    this.pages.delete(key);
  }
}

/** In the Cache API of a place, for all its workers. */
export class CacheStore {
  /** @param {Cache} cache @param {import('./settings.js').Settings} settings */
  constructor(cache, { origin, awayMs }) {
    this.cache = cache;
    this.base = `${origin}/jishi-edge`;
    this.headers = { 'content-type': 'application/json', 'cache-control': `max-age=${Math.ceil(awayMs / 1_000)}` };
  }

  async get(key) {
    const kept = await this.cache.match(this.base + key);
    return kept ? await kept.json() : null;
  }

  async put(key, page) {
    await this.cache.put(this.base + key, new Response(JSON.stringify(page), { headers: this.headers }));
  }

  async delete(key) {
    await this.cache.delete(this.base + key);
  }
}
