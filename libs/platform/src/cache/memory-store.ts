import { LRUCache } from 'lru-cache';
import type { KeyvStoreAdapter, StoredData } from 'keyv';
import type { Milliseconds } from '#platform/config';

const MAX_ENTRIES = 10_000;
/** Characters of keys and values together. */
const MAX_SIZE = 32 * 1024 * 1024;

/** What Keyv stores when it is not to serialise. */
interface Entry {
  readonly value: string;
  readonly expires?: Milliseconds;
}

/** Keyv's own Map grows without end; this forgets what has not been used for longest. */
export class MemoryStore implements KeyvStoreAdapter {
  readonly opts = {};
  private readonly entries = new LRUCache<string, Entry>({
    max: MAX_ENTRIES,
    maxSize: MAX_SIZE,
    sizeCalculation: (value, key) => key.length + value.value.length,
  });

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    return this.entries.get(key) as StoredData<Value> | undefined;
  }

  async set(key: string, value: Entry, ttl?: Milliseconds): Promise<void> {
    this.entries.set(key, value, { ttl });
  }

  async delete(key: string): Promise<boolean> {
    return this.entries.delete(key);
  }

  async clear(): Promise<void> {
    this.entries.clear();
  }

  on(): this {
    return this;
  }
}
