import type { Milliseconds } from '#platform/config';

const MAX_KEYS = 10_000;
const REPEAT_EVERY: Milliseconds = 500;

/**
 * Keys whose deletion the store has not confirmed: what it holds for them may be stale. They are deleted again
 * until it confirms. When there are too many to remember, nothing written before that moment is trusted any more.
 */
export class UnconfirmedDrops {
  private readonly keys = new Set<string>();
  private overflowedAt: Milliseconds = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly del: (key: string) => Promise<unknown>,
    private readonly maxKeys = MAX_KEYS,
    private readonly now: () => Milliseconds = () => performance.now(),
  ) {}

  /** Whether the store may hold a stale entry for `key`, given how long entries under this key live at most. */
  mayBeStale(key: string, longestLife: Milliseconds): boolean {
    return this.keys.has(key) || this.now() - this.overflowedAt < longestLife;
  }

  add(key: string): void {
    this.keys.add(key);
    if (this.keys.size <= this.maxKeys) return;
    this.keys.clear();
    this.overflowedAt = this.now();
  }

  /** Deletes `key` now, or else later. Never rejects. */
  async settle(key: string): Promise<void> {
    if (await this.confirmed(key)) return;
    this.add(key);
    this.repeatLater();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.keys.clear();
  }

  private async confirmed(key: string): Promise<boolean> {
    try {
      await this.del(key);
      this.keys.delete(key);
      return true;
    } catch {
      return false;
    }
  }

  private repeatLater(): void {
    this.timer ??= setTimeout(() => void this.repeat(), REPEAT_EVERY).unref();
  }

  private async repeat(): Promise<void> {
    for (const key of [...this.keys]) {
      if (!(await this.confirmed(key))) break;
    }
    this.timer = undefined;
    if (this.keys.size > 0) this.repeatLater();
  }
}
