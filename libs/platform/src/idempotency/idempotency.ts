import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, isLockWaitTimeout, isUniqueViolation } from '#platform/database';
import { FirstRequestStillRunning, type IdempotencyKey, IdempotencyKeyReused } from './idempotency-key.js';

/** What a request made, and whether it was made by an earlier request with the same key. */
export interface Made {
  readonly id: string;
  readonly replayed: boolean;
}

class DoneBefore extends Error {
  constructor(readonly resourceId: string) {
    super('Done before');
  }
}

/**
 * Remembers, in the transaction of a request's effect, which resource the request made. Only what commits is
 * remembered, so a request that failed may be repeated with the same key.
 */
@Injectable()
export class Idempotency {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `effect` in a transaction unless this key has had its effect before. Without a key it simply runs.
   * @param resourceId id of what `effect` makes or changes
   * @throws IdempotencyKeyReused when the key came with another request before
   * @throws FirstRequestStillRunning when the first request holds the key for longer than a lock is waited for (2 s)
   */
  async once(key: IdempotencyKey | null, resourceId: string, effect: () => Promise<void>): Promise<Made> {
    try {
      await this.database.transaction(async () => {
        if (key) await this.claim(key, resourceId);
        await effect();
      });
      return { id: resourceId, replayed: false };
    } catch (error) {
      if (error instanceof DoneBefore) return { id: error.resourceId, replayed: true };
      throw error;
    }
  }

  private async claim(key: IdempotencyKey, resourceId: string): Promise<void> {
    try {
      await this.database.execute(
        'INSERT INTO idempotency_keys (owner_id, route, idem_key, fingerprint, resource_id, created_at) VALUES (?, ?, ?, ?, ?, ?)',
        [key.owner, key.route, key.key, key.fingerprint, resourceId, this.clock.now()],
      );
    } catch (error) {
      if (isLockWaitTimeout(error)) throw new FirstRequestStillRunning();
      if (isUniqueViolation(error)) throw await this.doneBefore(key);
      throw error;
    }
  }

  private async doneBefore(key: IdempotencyKey): Promise<Error> {
    const [row] = await this.database.query<{ fingerprint: string; resource_id: string }>(
      'SELECT fingerprint, resource_id FROM idempotency_keys WHERE owner_id = ? AND route = ? AND idem_key = ?',
      [key.owner, key.route, key.key],
    );
    if (!row) return new FirstRequestStillRunning();
    return row.fingerprint === key.fingerprint ? new DoneBefore(row.resource_id) : new IdempotencyKeyReused();
  }
}
