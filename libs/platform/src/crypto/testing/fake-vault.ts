import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

type Operation = 'encrypt' | 'decrypt' | 'rewrap';
type Item = Readonly<Record<string, string | undefined>>;

interface Result {
  readonly ciphertext?: string;
  readonly plaintext?: string;
  readonly error?: string;
}

interface Token {
  readonly creationTtl: number;
  readonly renewable: boolean;
  readonly denied: ReadonlySet<string>;
  endsAt: number;
}

export interface SeenRequest {
  readonly path: string;
  readonly token: string;
  readonly items: number;
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Vault's transit engine and token store as documented, with real AES-GCM inside and trouble on demand. */
export class FakeVault {
  readonly seen: SeenRequest[] = [];
  /** Milliseconds before each answer. */
  latency = 0;
  sealed = false;
  /** Answers this status, `html` for a proxy's page, `nothing` for never, `drip` for a byte now and then, `reset` for a broken connection. */
  trouble: number | 'html' | 'nothing' | 'drip' | 'reset' | null = null;
  /** 400 in Vault 1.12 and later, 200 before. */
  statusOfBadItems: 200 | 400 = 400;
  minDecryptionVersion = 1;
  private readonly versions = new Map<number, Buffer>([[1, randomBytes(32)]]);
  private readonly tokens = new Map<string, Token>();
  /** A token that may do everything and does not end. */
  readonly token: string;

  private constructor(
    private readonly server: Server,
    readonly keyName: string,
  ) {
    this.token = this.issueToken({ ttl: 0 });
    server.on('request', (request, response) => void this.serve(request, response));
  }

  static async start({ keyName = 'jishi' } = {}): Promise<FakeVault> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FakeVault(server, keyName);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get latestVersion(): number {
    return Math.max(...this.versions.keys());
  }

  rotate(): void {
    this.versions.set(this.latestVersion + 1, randomBytes(32));
  }

  /** @param ttl seconds; 0: it does not end */
  issueToken({ ttl = 3_600, renewable = true, denied = [] as string[] } = {}): string {
    const token = `hvs.${randomBytes(24).toString('base64url')}`;
    const endsAt = ttl === 0 ? Infinity : Date.now() + ttl * 1_000;
    this.tokens.set(token, { creationTtl: ttl, renewable: renewable && ttl > 0, denied: new Set(denied), endsAt });
    return token;
  }

  revoke(token: string): void {
    this.tokens.delete(token);
  }

  dropConnections(): void {
    this.server.closeAllConnections();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as { batch_input?: Item[] };
    const token = String(request.headers['x-vault-token'] ?? '');
    const path = (request.url ?? '').replace('/v1/', '');
    this.seen.push({ path, token, items: body.batch_input?.length ?? 0 });
    if (this.latency > 0) await pause(this.latency);
    if (this.trouble === 'nothing') return;
    if (this.trouble === 'drip') return drip(response);
    if (this.trouble === 'reset') return void request.socket.destroy();
    if (this.trouble === 'html') return void response.writeHead(200).end('<html>Welcome to nginx!</html>');
    const { status, answer } = this.answer(request.method ?? '', path, token, body);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  private answer(method: string, path: string, token: string, body: { batch_input?: Item[] }) {
    try {
      if (this.sealed) throw new Refusal(503, 'Vault is sealed');
      if (typeof this.trouble === 'number') throw new Refusal(this.trouble, 'trouble');
      return this.route(`${method} ${path}`, this.allowed(token, path), body);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, answer: { errors: [error.message] } };
    }
  }

  private allowed(name: string, path: string): Token {
    const token = this.tokens.get(name);
    if (!token || token.endsAt <= Date.now() || token.denied.has(path.split('/')[1] ?? ''))
      throw new Refusal(403, 'permission denied');
    return token;
  }

  private route(what: string, token: Token, { batch_input = [] }: { batch_input?: Item[] }) {
    const data = (answer: object) => ({ status: 200, answer: { data: answer, auth: null, warnings: null } });
    const ttl = Number.isFinite(token.endsAt) ? Math.floor((token.endsAt - Date.now()) / 1_000) : 0;
    const { creationTtl, renewable } = token;
    if (what === 'GET auth/token/lookup-self') return data({ ttl, creation_ttl: creationTtl, renewable });
    if (what === 'POST auth/token/renew-self') {
      if (!renewable) throw new Refusal(400, 'lease is not renewable');
      token.endsAt = Date.now() + creationTtl * 1_000;
      return { status: 200, answer: { data: null, auth: { lease_duration: creationTtl, renewable } } };
    }
    if (what === `GET transit/keys/${this.keyName}`) return data(this.description());
    const operation = /^POST transit\/(encrypt|decrypt|rewrap)\/(.+)$/.exec(what);
    if (!operation) throw new Refusal(404, 'no handler for route');
    if (operation[2] !== this.keyName) throw new Refusal(400, 'encryption key not found');
    if (batch_input.length === 0) throw new Refusal(400, 'missing batch input to process');
    const batch_results = batch_input.map((item) => this.processed(operation[1] as Operation, item));
    const failed = batch_results.some(({ error }) => error);
    return { ...data({ batch_results }), status: failed ? this.statusOfBadItems : 200 };
  }

  private description() {
    const keys = Object.fromEntries([...this.versions.keys()].map((version) => [version, 1_700_000_000]));
    const { latestVersion, minDecryptionVersion } = this;
    return { name: this.keyName, keys, latest_version: latestVersion, min_decryption_version: minDecryptionVersion };
  }

  private processed(operation: Operation, item: Item): Result {
    try {
      if (operation === 'encrypt') return { ciphertext: this.encrypt(item['plaintext'] ?? '') };
      const plaintext = this.decrypt(item['ciphertext'] ?? '');
      return operation === 'decrypt' ? { plaintext } : { ciphertext: this.encrypt(plaintext) };
    } catch (error) {
      // As Vault does: an item that failed has an empty plaintext all the same.
      return { ...(operation === 'decrypt' && { plaintext: '' }), error: String(error) };
    }
  }

  private encrypt(plaintext: string): string {
    const version = this.latestVersion;
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.versions.get(version) ?? '', nonce);
    const sealed = Buffer.concat([nonce, cipher.update(plaintext, 'base64'), cipher.final(), cipher.getAuthTag()]);
    return `vault:v${version}:${sealed.toString('base64')}`;
  }

  private decrypt(ciphertext: string): string {
    const [, number, content = ''] = /^vault:v(\d+):(.+)$/.exec(ciphertext) ?? [];
    const key = this.versions.get(Number(number));
    if (!key) throw new Error('invalid ciphertext: no such version');
    if (Number(number) < this.minDecryptionVersion)
      throw new Error('ciphertext or signature version is disallowed by policy (too old)');
    const sealed = Buffer.from(content, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('base64');
  }
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 10);
  response.on('close', () => clearInterval(timer));
}
