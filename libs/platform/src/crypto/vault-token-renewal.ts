import { Logger } from '@nestjs/common';
import type { Milliseconds } from '#platform/config';
import type { VaultClient } from './vault-client.js';

export interface RenewalTiming {
  /** Before the next attempt when Vault does not answer, and the shortest pause there is. */
  readonly retry: Milliseconds;
  /** However long a token lives: it may be exchanged for another. */
  readonly longest: Milliseconds;
}

interface Lookup {
  readonly ttl: number;
  readonly creation_ttl: number;
  readonly renewable: boolean;
}

/** Keeps the token alive: asks Vault to renew it when half of its life is over. */
export class VaultTokenRenewal {
  private readonly log = new Logger('Vault');
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private warned = false;

  constructor(
    private readonly client: VaultClient,
    private readonly timing: RenewalTiming = { retry: 10_000, longest: 3_600_000 },
  ) {}

  start(): void {
    void this.turn();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async turn(): Promise<void> {
    const { retry, longest } = this.timing;
    // Vault's silence, and its refusals, have been logged by the client.
    const seconds = await this.renew().catch(() => 0);
    if (this.stopped) return;
    const wait = Math.min(Math.max(seconds * 1_000, retry), longest);
    this.timer = setTimeout(() => void this.turn(), wait).unref();
  }

  /** Seconds until it should look again. */
  private async renew(): Promise<number> {
    const { body } = await this.client.call({ method: 'GET', path: 'auth/token/lookup-self' });
    const { ttl, creation_ttl, renewable } = body['data'] as Lookup;
    // Root tokens, for one, do not end.
    if (!(creation_ttl > 0)) return Infinity;
    if (!renewable) return this.warnOfTheEnd(ttl);
    const early = ttl - creation_ttl / 2;
    if (early > 0) return early;
    const renewed = await this.client.call({ method: 'POST', path: 'auth/token/renew-self', body: {} });
    const { lease_duration } = renewed.body['auth'] as { lease_duration: number };
    return lease_duration / 2;
  }

  private warnOfTheEnd(ttl: number): number {
    if (!this.warned) this.log.warn(`The token for Vault ends in ${ttl} s and cannot be renewed`);
    this.warned = true;
    return ttl / 2;
  }
}
