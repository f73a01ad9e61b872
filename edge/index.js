import { Catalogue, pageOf } from './catalogue.js';
import { passOn } from './pass-on.js';
import { settingsOf } from './settings.js';
import { KeptSnapshots } from './kept-snapshots.js';
import { CacheStore, MemoryStore } from './store.js';

/** One for each configuration: a worker has one, for as long as it lives. */
const catalogues = new Map();

function catalogueOf(settings, env) {
  const key = JSON.stringify(settings);
  const cache = globalThis.caches?.default;
  // Some platforms bind a store to the worker's environment, some to a global name.
  const keyValue = env?.CATALOG ?? globalThis.CATALOG;
  const make = () => {
    const pages = cache ? new CacheStore(cache, settings) : new MemoryStore();
    return new Catalogue(settings, pages, keyValue ? new KeptSnapshots(keyValue, settings) : null);
  };
  if (!catalogues.has(key)) catalogues.set(key, make());
  return catalogues.get(key);
}

/** The catalogue of a shop at the edge of the network; all else is passed on to the shop (docs/edge.md). */
export default {
  async fetch(request, env, ctx) {
    const settings = settingsOf(env);
    const key = pageOf(request);
    return key === null ? passOn(request, settings) : catalogueOf(settings, env).answer(key, request, ctx);
  },
};
