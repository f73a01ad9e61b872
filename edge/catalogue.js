import { heldAnswer, noSuchProduct, unavailable } from './envelope.js';
import { forwarded, passOn } from './pass-on.js';
import { Revisions } from './revisions.js';
import { Snapshots } from './snapshots.js';

const PRODUCT = /^\/api\/v1\/products\/[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Under which name a request's answer is held; null: it is the shop's to answer. A search is, and so are a part of the categories and all that is no page. */
export function pageOf(request) {
  const { pathname, searchParams } = new URL(request.url);
  if (request.method !== 'GET') return null;
  if (PRODUCT.test(pathname)) return pathname;
  if (pathname === '/api/v1/categories')
    return searchParams.has('limit') || searchParams.has('cursor') ? null : pathname;
  if (pathname !== '/api/v1/products' || searchParams.has('q')) return null;
  const asked = ['categoryId', 'cursor', 'limit'].flatMap((name) =>
    searchParams.getAll(name).map((value) => [name, value]),
  );
  return asked.length === 0 ? pathname : `${pathname}?${new URLSearchParams(asked)}`;
}

/** Pages of the catalogue, held at the edge. Callers that want the same page from the shop share one request for it. */
export class Catalogue {
  /** @type {Map<string, Promise<{ page?: import('./store.js').Page, refusal?: Response }>>} */
  flights = new Map();

  /** @param {import('./settings.js').Settings} settings */
  constructor(settings, store, keptSnapshots) {
    this.settings = settings;
    this.store = store;
    this.revisions = new Revisions(settings);
    this.snapshots = new Snapshots(settings, this.revisions, keptSnapshots);
  }

  async answer(key, request, ctx) {
    const { unitsMs } = this.settings;
    const sure = await this.revisions.areSure(ctx);
    if (sure) this.snapshots.keepUp(ctx);
    const held = await this.store.get(key);
    const age = held ? Date.now() - held.at : Infinity;
    if (sure && age <= unitsMs && held.revision >= this.revisions.newest) {
      if (age > unitsMs / 2) ctx.waitUntil(this.fetched(key, held, request).catch(() => undefined));
      return heldAnswer(held, request, 'held');
    }
    const last = sure ? null : await this.lastKnown(key, held, request);
    return last ?? this.answerAnew(key, held, request, ctx);
  }

  async answerAnew(key, held, request, ctx) {
    const isFirst = !this.flights.has(key);
    try {
      const flight = this.fetched(key, held, request);
      ctx.waitUntil(flight.catch(() => undefined));
      const { page, refusal } = await flight;
      if (page) return heldAnswer(page, request, 'fetched');
      // A refusal is in the language of who asked first, and may be about them alone.
      return isFirst ? refusal : await passOn(request, this.settings);
    } catch {
      return (await this.lastKnown(key, held, request)) ?? unavailable(request);
    }
  }

  /** While the shop does not answer: the page that was asked for before, or one from the snapshot, whichever is newer; null: there is neither. */
  async lastKnown(key, held, request) {
    const page = held && Date.now() - held.at <= this.settings.awayMs ? held : null;
    const snapshot = await this.snapshots.atHand();
    const isNewer = (one) =>
      page === null || one.revision > page.revision || (one.revision === page.revision && one.at > page.at);
    const made = snapshot && isNewer(snapshot) ? await snapshot.page(key) : null;
    if (made === 'no such product') return snapshot.revision >= this.revisions.newest ? noSuchProduct(request) : null;
    if (made) return heldAnswer(made, request, 'snapshot');
    return page && heldAnswer(page, request, 'away');
  }

  fetched(key, held, request) {
    const flight = this.flights.get(key) ?? this.fetch(key, held, request).finally(() => this.flights.delete(key));
    this.flights.set(key, flight);
    return flight;
  }

  /** @throws when the shop does not answer in time, or with a failure of its own */
  async fetch(key, held, request) {
    const { origin, timeoutMs } = this.settings;
    const headers = forwarded(request, this.settings);
    // Nobody's in particular.
    for (const name of ['authorization', 'cookie', 'if-none-match', 'range']) headers.delete(name);
    if (held) headers.set('if-none-match', held.tag);
    const at = Date.now();
    const answer = await fetch(origin + key, { headers, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    if (answer.status >= 500) throw new Error(`The shop answers ${answer.status}`);
    if (answer.status !== 200 && answer.status !== 304) {
      if (answer.status === 404) await this.store.delete(key);
      return { refusal: new Response(await answer.arrayBuffer(), answer) };
    }
    const revision = Number(answer.headers.get('x-catalog-revision'));
    this.revisions.hear(revision);
    // A process of the shop that has not heard of the last write yet takes nothing back.
    if (held && revision < held.revision) return { page: held };
    const page =
      answer.status === 304
        ? { ...held, revision, at }
        : { data: JSON.stringify((await answer.json()).data), tag: answer.headers.get('etag'), revision, at };
    await this.store.put(key, page);
    return { page };
  }
}
