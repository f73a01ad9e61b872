import { LRUCache } from 'lru-cache';
import type { KeyvStoreAdapter, StoredData } from 'keyv';
import type { Milliseconds } from '#platform/config';

const MAX_ENTRIES = 10_000;
/** Characters of keys and values together. */
const MAX_SIZE = 32 * 1024 * 1024;

/** Keyv's own Map grows without end; this forgets what has not been used for longest. */
export class MemoryStore implements KeyvStoreAdapter {
  readonly opts = {};
  private readonly entries = new LRUCache<string, string>({
    max: MAX_ENTRIES,
    maxSize: MAX_SIZE,
    sizeCalculation: (value, key) => key.length + value.length,
  });

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    return this.entries.get(key) as StoredData<Value> | undefined;
  }

  async set(key: string, value: string, ttl?: Milliseconds): Promise<void> {
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
