import { Snapshot, sizeOf } from './snapshot.js';

const INDEX = 'jishi-catalogue';
/** Products in a part: always as many, so that workers that read the same revision at the same time write the same parts. */
const PART = 250;

/**
 * The snapshot in a key-value store of the platform, for all its workers: an index, and parts in one of two places, so that the next snapshot does not
 * touch what the index names. Stores tell of a change late and not in its sequence; each part says of which revision it is, and what does not fit
 * together is taken for absent.
 * @typedef {{ get(key: string): Promise<string | null>, put(key: string, text: string): Promise<unknown> }} Store
 */
export class KeptSnapshots {
  /** When this worker has seen, or said, that what is kept is present. */
  confirmedAt = -Infinity;

  /** @param {Store} store @param {import('./settings.js').Settings} settings */
  constructor(store, { awayMs, timeoutMs }) {
    Object.assign(this, { store, awayMs, timeoutMs });
  }

  /** Null as well when the store does not answer. @returns {Promise<Snapshot | null>} */
  async get(leastRevision, mostBytes) {
    try {
      const index = await this.read(INDEX);
      if (!index || index.revision < leastRevision || index.size > mostBytes) return null;
      const keys = Array.from({ length: index.parts }, (_, nth) => partKey(index.place, nth));
      const parts = await Promise.all(keys.map((key) => this.read(key)));
      if (!parts.every((part) => part?.revision === index.revision)) return null;
      const items = parts.flatMap((part) => part.items);
      const at = Math.min(index.at, ...parts.map((part) => part.at));
      return new Snapshot({ ...index, at, items }, index.knownAt);
    } catch {
      return null;
    }
  }

  /** @param {Snapshot} snapshot */
  async put({ revision, at, knownAt, categories, items }) {
    try {
      const before = await this.read(INDEX);
      if (before?.revision > revision) return;
      const place = before?.place === 'a' ? 'b' : 'a';
      const parts = Math.ceil(items.length / PART);
      for (let nth = 0; nth < parts; nth++)
        await this.write(partKey(place, nth), { revision, at, items: items.slice(nth * PART, (nth + 1) * PART) });
      const size = items.reduce((sum, item) => sum + sizeOf(item), 0);
      await this.writeIndex({ revision, at, knownAt, place, parts, size, categories });
    } catch {
      // The worker has its own.
    }
  }

  /** Whether it is time to say again that this is the present catalogue: who looks while the shop is away relies on it. */
  isDue({ knownAt }) {
    return knownAt - this.confirmedAt > this.awayMs / 2;
  }

  async confirm({ revision, knownAt }) {
    this.confirmedAt = knownAt;
    try {
      const index = await this.read(INDEX);
      if (index?.revision !== revision) return;
      if (knownAt - index.knownAt > this.awayMs / 2) await this.writeIndex({ ...index, knownAt });
      else this.confirmedAt = index.knownAt;
    } catch {
      // The next time.
    }
  }

  async read(key) {
    const text = await this.inTime(this.store.get(key));
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  async write(key, value) {
    await this.inTime(this.store.put(key, JSON.stringify(value)));
  }

  async writeIndex(index) {
    await this.write(INDEX, index);
    this.confirmedAt = index.knownAt;
  }

  async inTime(work) {
    let timer;
    const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error('late')), this.timeoutMs)));
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

const partKey = (place, nth) => `${INDEX}-${place}-${nth}`;
