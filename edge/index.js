import { Catalogue, pageOf } from './catalogue.js';
import { passOn } from './pass-on.js';
import { settingsOf } from './settings.js';
import { CacheStore, MemoryStore } from './store.js';

/** One for each configuration: a worker has one, for as long as it lives. */
const catalogues = new Map();

function catalogueOf(settings) {
  const key = JSON.stringify(settings);
  const cache = globalThis.caches?.default;
  const make = () => new Catalogue(settings, cache ? new CacheStore(cache, settings) : new MemoryStore());
  if (!catalogues.has(key)) catalogues.set(key, make());
  return catalogues.get(key);
}

/** The catalogue of a shop at the edge of the network; all else is passed on to the shop (docs/edge.md). */
export default {
  async fetch(request, env, ctx) {
    const settings = settingsOf(env);
    const key = pageOf(request);
    return key === null ? passOn(request, settings) : catalogueOf(settings).answer(key, request, ctx);
  },
};
