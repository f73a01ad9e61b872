import { createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import type { Milliseconds } from '#platform/config';
import { KeysUnavailable, NamedKeys } from '#platform/crypto';
import { TrustedDevices } from '../application/trusted-devices.js';

const KEY_NAME = 'device-cookie.000001';
const KEY_HELD: Milliseconds = 3_600_000;
/** While key management does not answer, staff who sign in do not each wait for it. */
const ABSENCE_HELD: Milliseconds = 30_000;
/** Longer than anybody is on leave. */
export const DEVICE_TRUSTED: Milliseconds = 180 * 86_400_000;
const FORM = /^([\w-]{22})\.(\d{13})\.([\w-]{43})$/;

/**
 * Proofs in the form `<id>.<until>.<HMAC-SHA256 of both and the name>`: nothing is stored, and none can be made without
 * the key. OWASP: Slow Down Online Guessing Attacks with Device Cookies.
 */
@Injectable()
export class KeyedTrustedDevices extends TrustedDevices {
  private readonly log = new Logger(KeyedTrustedDevices.name);
  private held: { readonly key: KeyObject | null; readonly until: Milliseconds } | null = null;

  constructor(
    private readonly keys: NamedKeys,
    private readonly clock: Clock,
  ) {
    super();
  }

  async recognise(username: string, proof: string): Promise<string | null> {
    const [, id = '', until = '', mac = ''] = FORM.exec(proof) ?? [];
    if (Number(until) <= this.now()) return null;
    const key = await this.key();
    if (!key) return null;
    const expected = Buffer.from(macOf(key, id, until, username));
    return timingSafeEqual(expected, Buffer.from(mac)) ? id : null;
  }

  async trust(username: string): Promise<string | null> {
    const key = await this.key();
    if (!key) return null;
    const id = randomBytes(16).toString('base64url');
    const until = String(this.now() + DEVICE_TRUSTED);
    return `${id}.${until}.${macOf(key, id, until, username)}`;
  }

  private async key(): Promise<KeyObject | null> {
    if (!this.held || this.held.until <= this.now()) {
      const key = await this.readKey();
      this.held = { key, until: this.now() + (key ? KEY_HELD : ABSENCE_HELD) };
    }
    return this.held.key;
  }

  private async readKey(): Promise<KeyObject | null> {
    try {
      const [found] = await this.keys.startingWith(KEY_NAME);
      if (found) return found.key;
      await this.keys.make(KEY_NAME);
      return (await this.keys.startingWith(KEY_NAME))[0]?.key ?? null;
    } catch (error) {
      if (!(error instanceof KeysUnavailable)) throw error;
      this.log.warn('No device is trusted for now: the key-management service does not answer');
      return null;
    }
  }

  private now(): Milliseconds {
    return this.clock.now().getTime();
  }
}

function macOf(key: KeyObject, id: string, until: string, username: string): string {
  return createHmac('sha256', key).update(`${id}\0${until}\0${username}`).digest('base64url');
}
