import type { KeyValueStorage } from './platform.js';

/** One JSON value in the phone's storage. A storage that is full or broken costs what outlives the app, and nothing else. */
export class Stored<T> {
  private value: T | null;

  constructor(
    private readonly storage: KeyValueStorage,
    private readonly name: string,
    private readonly isWhole: (value: T) => boolean,
  ) {
    this.value = this.read();
  }

  get(): T | null {
    return this.value;
  }

  set(value: T | null): void {
    this.value = value;
    try {
      if (value === null) this.storage.remove(this.name);
      else this.storage.set(this.name, JSON.stringify(value));
    } catch {
      // Kept in memory: the app goes on as long as it runs.
    }
  }

  private read(): T | null {
    try {
      const text = this.storage.get(this.name);
      const value = typeof text === 'string' && text !== '' ? (JSON.parse(text) as T | null) : null;
      return value !== null && this.isWhole(value) ? value : null;
    } catch {
      return null;
    }
  }
}
