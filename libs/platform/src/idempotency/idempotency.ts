import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, isLockWaitTimeout, isUniqueViolation, placeholders } from '#platform/database';
import { FirstRequestStillRunning, type IdempotencyKey, IdempotencyKeyReused } from './idempotency-key.js';

/** What a request made, and whether it was made by an earlier request with the same key. */
export interface IdempotentResult {
  readonly id: string;
  readonly replayed: boolean;
}

export interface Claim {
  readonly key: IdempotencyKey;
  /** Id of what the request makes or changes. */
  readonly resourceId: string;
}

/** A key that an earlier request has used. */
export interface Taken {
  readonly key: IdempotencyKey;
  /** Id of what that request made; null when it was another request than this one (IdempotencyKeyReused). */
  readonly resourceId: string | null;
}

interface EarlierRow {
  readonly owner_id: string;
  readonly route: string;
  readonly idem_key: string;
  readonly fingerprint: string;
  readonly resource_id: string;
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
  async once(key: IdempotencyKey | null, resourceId: string, effect: () => Promise<void>): Promise<IdempotentResult> {
    return this.database.transaction(async () => {
      const [taken] = key ? await this.claim([{ key, resourceId }]) : [];
      if (taken) return { id: resourceOf(taken), replayed: true };
      await effect();
      return { id: resourceId, replayed: false };
    });
  }

  /**
   * Takes the keys that are free: the first statement of the transaction, so that a repeat waits here for the first to
   * end. Answers those that earlier requests have used, with what these were; the transaction may go on without them.
   * @param claims no key twice
   * @throws FirstRequestStillRunning
   */
  async claim(claims: readonly Claim[]): Promise<readonly Taken[]> {
    // Always in the same order: whoever claims several waits for another one, never they for each other.
    const sorted = claims.toSorted((a, b) => (nameOf(a.key) < nameOf(b.key) ? -1 : 1));
    if (await this.insert(sorted)) return [];
    const taken = await this.taken(sorted.map(({ key }) => key));
    const names = new Set(taken.map(({ key }) => nameOf(key)));
    const free = sorted.filter(({ key }) => !names.has(nameOf(key)));
    // It was there, and now it is not, or now it is: somebody is at work on it.
    if (taken.length === 0 || (free.length > 0 && !(await this.insert(free)))) throw new FirstRequestStillRunning();
    return taken;
  }

  /** Frees keys claimed in this transaction whose requests came to nothing. */
  async giveBack(keys: readonly IdempotencyKey[]): Promise<void> {
    if (keys.length === 0) return;
    await this.database.execute(`DELETE FROM idempotency_keys WHERE ${anyOf(keys)}`, keys.flatMap(valuesOf));
  }

  /**
   * What the earlier request with this key made.
   * @throws IdempotencyKeyReused when that was another request, FirstRequestStillRunning when it has not committed
   */
  async resourceOf(key: IdempotencyKey): Promise<string> {
    const [taken] = await this.taken([key]);
    if (!taken) throw new FirstRequestStillRunning();
    return resourceOf(taken);
  }

  /** False when one of the keys is there already: then none is inserted. */
  private async insert(claims: readonly Claim[]): Promise<boolean> {
    const now = this.clock.now();
    try {
      await this.database.execute(
        `INSERT INTO idempotency_keys (${COLUMNS}) VALUES ${placeholders(claims.length, 6)}`,
        claims.flatMap(({ key, resourceId }) => [...valuesOf(key), key.fingerprint, resourceId, now]),
      );
      return true;
    } catch (error) {
      if (isLockWaitTimeout(error)) throw new FirstRequestStillRunning();
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  private async taken(keys: readonly IdempotencyKey[]): Promise<Taken[]> {
    const rows = await this.database.query<EarlierRow>(
      `SELECT owner_id, route, idem_key, fingerprint, resource_id FROM idempotency_keys WHERE ${anyOf(keys)}`,
      keys.flatMap(valuesOf),
    );
    const byName = new Map(
      rows.map((row) => [nameOf({ owner: row.owner_id, route: row.route, key: row.idem_key }), row]),
    );
    return keys.flatMap((key) => {
      const row = byName.get(nameOf(key));
      return row ? [{ key, resourceId: row.fingerprint === key.fingerprint ? row.resource_id : null }] : [];
    });
  }
}

type KeyName = Pick<IdempotencyKey, 'owner' | 'route' | 'key'>;

/** Different keys have different names: routes and keys have no line breaks in them. */
export function nameOf({ owner, route, key }: KeyName): string {
  return `${owner}\n${route}\n${key}`;
}

/** @throws IdempotencyKeyReused */
function resourceOf({ resourceId }: Taken): string {
  if (resourceId === null) throw new IdempotencyKeyReused();
  return resourceId;
}

function anyOf(keys: readonly IdempotencyKey[]): string {
  return Array<string>(keys.length).fill(`(${SAME_KEY})`).join(' OR ');
}

function valuesOf({ owner, route, key }: KeyName): string[] {
  return [owner, route, key];
}
