import { createHash, timingSafeEqual } from 'node:crypto';
import type { BeforeApplicationShutdown, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '#platform/config';
import { type KeyFor, KeyManagement, type WrappedKey } from './key-management.js';
import { VaultClient, type VaultRequest, type VaultTiming } from './vault-client.js';
import { VaultToken } from './vault-token.js';
import { type RenewalTiming, VaultTokenRenewal } from './vault-token-renewal.js';

type VaultConfig = Extract<Config['kms'], { provider: 'vault' }>;

/** Keys of one call: far below Vault's limit of 32 MiB, and done within the deadline. */
const MOST_AT_ONCE = 500;
const KEY_BYTES = 32;
const CIPHERTEXT = /^vault:v([1-9]\d{0,8}):[A-Za-z0-9+/]+={0,2}$/;

interface BatchResult {
  readonly ciphertext?: string;
  readonly plaintext?: string;
  readonly error?: string;
}

interface KeyDescription {
  readonly latest_version: number;
  readonly min_decryption_version: number;
  readonly keys: Readonly<Record<string, unknown>>;
}

/**
 * Key-encryption keys in HashiCorp Vault's transit engine, mounted at `transit/`: they never leave it. What a key is
 * for is wrapped along with it, as a digest: Vault's own additional data would stand in the way of `rewrap`.
 */
export class VaultTransit
  extends KeyManagement
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly client: VaultClient;
  private readonly renewal: VaultTokenRenewal;
  private readonly name: string;

  constructor(
    { url, token, tokenFile, key }: Omit<VaultConfig, 'provider'>,
    { call, renewal }: { readonly call?: VaultTiming; readonly renewal?: RenewalTiming } = {},
  ) {
    super();
    this.name = key;
    this.client = new VaultClient(url, new VaultToken(token, tokenFile), call);
    this.renewal = new VaultTokenRenewal(this.client, renewal);
  }

  /** Does not wait for Vault: the shop starts, and serves what is not personal, without it. */
  onApplicationBootstrap(): void {
    this.renewal.start();
  }

  beforeApplicationShutdown(): void {
    this.renewal.stop();
  }

  onApplicationShutdown(): Promise<void> {
    return this.client.close();
  }

  async currentKeyId(): Promise<string> {
    return this.keyId((await this.describe()).latest_version);
  }

  async keyIds(): Promise<string[]> {
    const { keys, min_decryption_version } = await this.describe();
    const versions = Object.keys(keys).map(Number).sort(descending);
    return versions.filter((version) => version >= min_decryption_version).map((version) => this.keyId(version));
  }

  async wrap(keys: readonly KeyFor<Buffer>[]): Promise<WrappedKey[]> {
    const items = keys.map(({ key, use }) => ({ plaintext: Buffer.concat([key, digestOf(use)]).toString('base64') }));
    const results = await this.batch('encrypt', items);
    return results.map((result) => {
      const wrapped = this.wrappedKey(result);
      if (!wrapped) throw this.client.refused(this.request('encrypt', []), 400);
      return wrapped;
    });
  }

  async unwrap(keys: readonly KeyFor<WrappedKey>[]): Promise<(Buffer | null)[]> {
    const results = await this.batchOfOurs('decrypt', keys);
    return keys.map(({ use }, at) => keyIn(results[at] ?? {}, use));
  }

  /** Vault does not look at what a key is for here; the key stays bound to it all the same. */
  async rewrap(keys: readonly KeyFor<WrappedKey>[]): Promise<(WrappedKey | null)[]> {
    const results = await this.batchOfOurs('rewrap', keys);
    return results.map((result) => this.wrappedKey(result));
  }

  /** Results in the order of `keys`, an error for what this key cannot have wrapped. */
  private async batchOfOurs(
    operation: 'decrypt' | 'rewrap',
    keys: readonly KeyFor<WrappedKey>[],
  ): Promise<BatchResult[]> {
    const ours = keys.filter(({ key }) => this.keyIdOf(key.wrapped) === key.keyId);
    const results = await this.batch(
      operation,
      ours.map(({ key }) => ({ ciphertext: key.wrapped })),
    );
    const answers = new Map(ours.map((one, at) => [one, results[at]]));
    return keys.map((one) => answers.get(one) ?? { error: 'not of this key' });
  }

  private async batch(operation: 'encrypt' | 'decrypt' | 'rewrap', items: readonly object[]): Promise<BatchResult[]> {
    const results: BatchResult[] = [];
    for (let from = 0; from < items.length; from += MOST_AT_ONCE) {
      const some = items.slice(from, from + MOST_AT_ONCE);
      const request = this.request(operation, some);
      const { status, body } = await this.client.call(request);
      const answered = (body['data'] as { batch_results?: unknown } | null | undefined)?.batch_results;
      // Items that fail make the status 400 in newer versions of Vault, 200 in older ones.
      if (!Array.isArray(answered) || answered.length !== some.length) throw this.client.refused(request, status);
      results.push(...(answered as BatchResult[]));
    }
    return results;
  }

  private request(operation: 'encrypt' | 'decrypt' | 'rewrap', items: readonly object[]): VaultRequest {
    return { method: 'POST', path: `transit/${operation}/${this.name}`, body: { batch_input: items } };
  }

  private async describe(): Promise<KeyDescription> {
    const request: VaultRequest = { method: 'GET', path: `transit/keys/${this.name}` };
    const { status, body } = await this.client.call(request);
    const data = body['data'] as Partial<KeyDescription> | null | undefined;
    if (!Number.isInteger(data?.latest_version) || !data?.keys) throw this.client.refused(request, status);
    return { min_decryption_version: 1, ...data } as KeyDescription;
  }

  private wrappedKey({ ciphertext, error }: BatchResult): WrappedKey | null {
    const keyId = error || !ciphertext ? null : this.keyIdOf(ciphertext);
    return keyId === null || ciphertext === undefined ? null : { keyId, wrapped: ciphertext };
  }

  private keyIdOf(ciphertext: string): string | null {
    const [, version] = CIPHERTEXT.exec(ciphertext) ?? [];
    return version === undefined ? null : this.keyId(Number(version));
  }

  private keyId(version: number): string {
    return `${this.name}:v${version}`;
  }
}

/** The error comes first: an item that failed also has an empty plaintext. */
function keyIn({ error, plaintext }: BatchResult, use: string): Buffer | null {
  if (error || !plaintext) return null;
  const bytes = Buffer.from(plaintext, 'base64');
  const digest = bytes.subarray(KEY_BYTES);
  const expected = digestOf(use);
  if (digest.length !== expected.length || !timingSafeEqual(digest, expected)) return null;
  return bytes.subarray(0, KEY_BYTES);
}

function digestOf(use: string): Buffer {
  return createHash('sha256').update(use).digest();
}

function descending(a: number, b: number): number {
  return b - a;
}
