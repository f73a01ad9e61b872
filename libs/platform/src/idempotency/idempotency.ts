import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, isLockWaitTimeout, isUniqueViolation, placeholders } from '#platform/database';
import { FirstRequestStillRunning, type IdempotencyKey, IdempotencyKeyReused } from './idempotency-key.js';

/** What a request made, and whether it was made by an earlier request with the same key. */
export interface Made {
  readonly id: string;
  readonly replayed: boolean;
}

/** An earlier request used one of the keys; the transaction has to be rolled back. */
export class IdempotencyKeyTaken extends Error {
  constructor() {
    super('The key was used by an earlier request');
  }
}

export interface Claim {
  readonly key: IdempotencyKey;
  /** Id of what the request makes or changes. */
  readonly resourceId: string;
}

const COLUMNS = 'owner_id, route, idem_key, fingerprint, resource_id, created_at';
const SAME_KEY = 'owner_id = ? AND route = ? AND idem_key = ?';

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
        if (key) await this.claim([{ key, resourceId }]);
        await effect();
      });
      return { id: resourceId, replayed: false };
    } catch (error) {
      if (error instanceof IdempotencyKeyTaken && key) return { id: await this.resourceOf(key), replayed: true };
      throw error;
    }
  }

  /**
   * Takes the keys: the first statement of the transaction, so that a repeat waits here for the first to end.
   * @throws IdempotencyKeyTaken, FirstRequestStillRunning
   */
  async claim(claims: readonly Claim[]): Promise<void> {
    const now = this.clock.now();
    try {
      await this.database.execute(
        `INSERT INTO idempotency_keys (${COLUMNS}) VALUES ${placeholders(claims.length, 6)}`,
        claims.flatMap(({ key, resourceId }) => [key.owner, key.route, key.key, key.fingerprint, resourceId, now]),
      );
    } catch (error) {
      if (isLockWaitTimeout(error)) throw new FirstRequestStillRunning();
      if (isUniqueViolation(error)) throw new IdempotencyKeyTaken();
      throw error;
    }
  }

  /** Frees keys claimed in this transaction whose requests came to nothing. */
  async giveBack(keys: readonly IdempotencyKey[]): Promise<void> {
    for (const { owner, route, key } of keys) {
      await this.database.execute(`DELETE FROM idempotency_keys WHERE ${SAME_KEY}`, [owner, route, key]);
    }
  }

  /**
   * What the earlier request with this key made.
   * @throws IdempotencyKeyReused when that was another request, FirstRequestStillRunning when it has not committed
   */
  async resourceOf({ owner, route, key, fingerprint }: IdempotencyKey): Promise<string> {
    const [row] = await this.database.query<{ fingerprint: string; resource_id: string }>(
      `SELECT fingerprint, resource_id FROM idempotency_keys WHERE ${SAME_KEY}`,
      [owner, route, key],
    );
    if (!row) throw new FirstRequestStillRunning();
    if (row.fingerprint !== fingerprint) throw new IdempotencyKeyReused();
    return row.resource_id;
  }
}
