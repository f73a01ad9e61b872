import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Injectable, Logger, Optional } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '#kernel';
import type { Milliseconds } from '#platform/config';
import { Database, insertRows, isUniqueViolation, placeholders, refuseInsideTransaction } from '#platform/database';
import { Revocations } from '#platform/revocation';
import { type KeyFor, KeyManagement, type WrappedKey } from './key-management.js';
import { PersonErased } from './personal-data-cipher.js';

/** Unwrapped keys a process holds: so many, for so long. */
const HELD = { max: 10_000, ttl: 60_000 };
const DESTROYED = 'destroyed';
/** Names a person in a revocation, and in what their key is wrapped for. */
const PERSON = 'person:';

type DataKey = KeyObject | typeof DESTROYED;

interface DataKeyRow {
  readonly id: string;
  readonly key_id: string;
  readonly wrapped: string | null;
}

interface DataKeyToUnwrap extends KeyFor<WrappedKey> {
  readonly id: string;
}

interface Batch {
  readonly ids: Set<string>;
  readonly answers: Promise<ReadonlyMap<string, DataKey>>;
}

/** Who asks in one turn of the event loop is answered together. */
class Turns {
  private batch: Batch | null = null;

  constructor(private readonly answerAll: (ids: readonly string[]) => Promise<ReadonlyMap<string, DataKey>>) {}

  async ask(id: string): Promise<DataKey | undefined> {
    this.batch ??= this.nextBatch();
    const { ids, answers } = this.batch;
    ids.add(id);
    return (await answers).get(id);
  }

  private nextBatch(): Batch {
    const ids = new Set<string>();
    const answers = Promise.resolve().then(() => {
      this.batch = null;
      return this.answerAll([...ids]);
    });
    return { ids, answers };
  }
}

/**
 * The data keys of people, one each, by the person's id; wrapped in a table of their own. A destroyed key leaves its
 * row behind without the key: these rows are the ledger of erasures.
 */
@Injectable()
export class DataKeys {
  private readonly log = new Logger(DataKeys.name);
  private readonly held: LRUCache<string, DataKey>;
  private readonly reading = new Turns((ids) => this.read(ids));
  private readonly making = new Turns((ids) => this.makeAll(ids));

  constructor(
    private readonly database: Database,
    private readonly management: KeyManagement,
    private readonly revocations: Revocations,
    private readonly clock: Clock,
    // Monotonic: by a clock that was ahead and is set right a destroyed key would be held for longer.
    @Optional() now: () => Milliseconds = () => performance.now(),
  ) {
    revocations.whenRevoked(PERSON, (id) => this.held.set(id, DESTROYED));
    this.held = new LRUCache({ ...HELD, ttlResolution: 0, perf: { now } });
  }

  /** Null: there is none, or it cannot be unwrapped. @throws KeysUnavailable */
  async find(id: string): Promise<DataKey | null> {
    refuseInsideTransaction();
    return this.held.get(id) ?? (await this.reading.ask(id)) ?? null;
  }

  /** @throws PersonErased, KeysUnavailable */
  async findOrMake(id: string): Promise<KeyObject> {
    const key = (await this.find(id)) ?? (await this.make(id));
    if (key === DESTROYED) throw new PersonErased();
    return key;
  }

  /** In the caller's transaction. */
  async destroy(id: string): Promise<void> {
    if (!(await this.tombstone(id))) {
      try {
        await this.insert([[id, { keyId: DESTROYED, wrapped: null }]], this.clock.now());
      } catch (error) {
        // Its first key was made this very moment.
        if (!isUniqueViolation(error)) throw error;
        await this.tombstone(id);
      }
    }
    await this.revocations.revoke(PERSON + id);
  }

  private async tombstone(id: string): Promise<boolean> {
    const changed = await this.database.execute(
      'UPDATE data_keys SET wrapped = NULL, destroyed_at = COALESCE(destroyed_at, ?) WHERE id = ?',
      [this.clock.now(), id],
    );
    return changed > 0;
  }

  private async read(ids: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    const { keys, failed } = await this.attempt(ids);
    if (failed.length === 0) return keys;
    // Wrapped again since it was read, and the old key removed: by now its row holds another wrapping.
    const again = await this.attempt(failed.map(({ id }) => id));
    for (const { id, key } of again.failed) this.log.error(`The data key of ${id} cannot be unwrapped by ${key.keyId}`);
    return new Map([...keys, ...again.keys]);
  }

  private async attempt(ids: readonly string[]): Promise<{ keys: Map<string, DataKey>; failed: DataKeyToUnwrap[] }> {
    const rows = await this.database.query<DataKeyRow>(
      `SELECT id, key_id, wrapped FROM data_keys WHERE id IN (${placeholders(ids.length)})`,
      ids,
    );
    const live = rows.flatMap(({ id, key_id, wrapped }) => (wrapped === null ? [] : [keyFor(id, key_id, wrapped)]));
    const unwrapped = await this.management.unwrap(live);
    const keys = new Map<string, DataKey>();
    for (const { id, wrapped } of rows) if (wrapped === null) keys.set(id, DESTROYED);
    live.forEach(({ id }, at) => {
      const key = unwrapped[at];
      // Destroyed while it was being read: it must not come back.
      if (this.held.get(id) === DESTROYED) keys.set(id, DESTROYED);
      else if (key) keys.set(id, createSecretKey(key));
    });
    for (const [id, key] of keys) this.held.set(id, key);
    return { keys, failed: live.filter(({ id }) => !keys.has(id)) };
  }

  private async make(id: string): Promise<DataKey> {
    const made = await this.making.ask(id);
    if (made) return made;
    // Somebody was faster, with this one's key or with another's.
    const key = (await this.reading.ask(id)) ?? (await this.makeAll([id])).get(id) ?? (await this.reading.ask(id));
    // Its key is there and cannot be unwrapped: another one beside it would hide that.
    if (!key) throw new Error(`The data key of ${id} cannot be unwrapped`);
    return key;
  }

  /** All or, where somebody was faster with one of them, none. */
  private async makeAll(ids: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    const keys = ids.map((id) => ({ id, key: randomBytes(32) }));
    const wrapped = await this.management.wrap(keys.map(({ id, key }) => ({ key, use: useOf(id) })));
    try {
      await this.insert(
        keys.map(({ id }, at) => {
          const one = wrapped[at];
          if (!one) throw new Error('The key-management service wrapped too few keys');
          return [id, one];
        }),
        null,
      );
    } catch (error) {
      if (isUniqueViolation(error)) return new Map();
      throw error;
    }
    return new Map(keys.map(({ id, key }) => [id, this.hold(id, createSecretKey(key))]));
  }

  /** Destroyed this very moment: it must not come back. */
  private hold(id: string, made: KeyObject): DataKey {
    if (this.held.get(id) === DESTROYED) return made;
    this.held.set(id, made);
    return made;
  }

  private async insert(
    keys: readonly (readonly [id: string, key: { readonly keyId: string; readonly wrapped: string | null }])[],
    destroyedAt: Date | null,
  ): Promise<void> {
    const now = this.clock.now();
    await insertRows(
      this.database,
      'data_keys',
      ['id', 'key_id', 'wrapped', 'created_at', 'destroyed_at'],
      keys.map(([id, { keyId, wrapped }]) => [id, keyId, wrapped, now, destroyedAt]),
    );
  }
}

/** What a person's key is wrapped for. */
export function useOf(id: string): string {
  return PERSON + id;
}

function keyFor(id: string, keyId: string, wrapped: string): DataKeyToUnwrap {
  return { id, key: { keyId, wrapped }, use: useOf(id) };
}
