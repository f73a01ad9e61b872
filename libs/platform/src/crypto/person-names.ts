import { createHmac, type KeyObject } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Milliseconds } from '#platform/config';
import { NamedKeys } from './named-keys.js';

/** Not the key of analytics: who has an export and the logs must not be able to lay one upon the other. */
const KEY = 'log-pseudonyms';
const CHARACTERS = 16;
const MOST_REMEMBERED = 10_000;
const NEXT_TRY: Milliseconds = 10_000;

/**
 * Names that stand for people in logs and traces: always the same for the same person, in every process, and nobody's without
 * the key, which is the shop's own (`wrapped_keys`).
 */
@Injectable()
export class PersonNames implements OnApplicationShutdown {
  private readonly names = new LRUCache<string, string>({ max: MOST_REMEMBERED });
  private key: KeyObject | null = null;
  private retry: NodeJS.Timeout | null = null;

  constructor(private readonly keys: NamedKeys) {}

  /** Fetches the key, for as long as it takes; resolves after the first try. Until then nobody has a name. Never rejects. */
  async prepare(): Promise<void> {
    try {
      this.key = await this.keys.get(KEY);
    } catch {
      // Who cannot be reached says so itself.
      this.retry = setTimeout(() => void this.prepare(), NEXT_TRY).unref();
    }
  }

  onApplicationShutdown(): void {
    if (this.retry) clearTimeout(this.retry);
  }

  /** 16 characters; undefined while the key is not there. */
  of(personId: string): string | undefined {
    const known = this.names.get(personId);
    if (known !== undefined || !this.key) return known;
    const name = createHmac('sha256', this.key).update(personId).digest('base64url').slice(0, CHARACTERS);
    this.names.set(personId, name);
    return name;
  }
}
