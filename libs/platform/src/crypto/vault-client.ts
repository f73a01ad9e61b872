import { Logger } from '@nestjs/common';
import { Agent } from 'undici';
import type { Milliseconds } from '#platform/config';
import { refuseInsideTransaction } from '#platform/database';
import { CircuitBreaker, CircuitOpen } from '#platform/resilience';
import { tracing } from '#platform/tracing';
import { KeysUnavailable } from './key-management.js';
import type { VaultToken } from './vault-token.js';

const ANSWER_LIMIT_BYTES = 4 * 1024 * 1024;

export interface VaultTiming {
  /** For a whole call, repeats included. */
  readonly deadline: Milliseconds;
  /** While Vault is silent one call is let through per pause, the others fail at once. */
  readonly pause: Milliseconds;
}

export interface VaultRequest {
  readonly method: 'GET' | 'POST';
  /** Below `/v1/`. */
  readonly path: string;
  readonly body?: object;
}

export interface VaultAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** No answer, or none that says anything about the request: Vault is down, sealed, a standby or overloaded. */
class Silence extends Error {
  constructor(
    reason: string,
    readonly repeatable = false,
  ) {
    super(reason);
  }
}

/** Vault's HTTP API behind a deadline and a breaker. Trouble is logged when it begins and when it is over, not once a call. */
export class VaultClient {
  private readonly log = new Logger('Vault');
  private readonly breaker: CircuitBreaker;
  private readonly agent: Agent;
  private readonly base: URL;
  private silent = false;
  private readonly refusals = new Map<string, number>();

  constructor(
    url: string,
    private readonly token: VaultToken,
    private readonly timing: VaultTiming = { deadline: 1_000, pause: 1_000 },
  ) {
    this.base = new URL(url);
    this.breaker = new CircuitBreaker(1, timing.pause);
    this.agent = new Agent({
      // The deadline alone decides: undici's own time-outs restart with every byte of a dripping answer.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: timing.deadline },
      maxResponseSize: ANSWER_LIMIT_BYTES,
    });
  }

  /**
   * The answer to a request that Vault has carried out (2xx) or found wrong (400).
   * @throws KeysUnavailable for everything else
   */
  async call(request: VaultRequest): Promise<VaultAnswer> {
    refuseInsideTransaction();
    let answer: VaultAnswer;
    try {
      answer = await this.breaker.run(() => this.traced(request));
    } catch (error) {
      if (!(error instanceof CircuitOpen)) this.fallSilent(error);
      throw new KeysUnavailable();
    }
    this.speakAgain();
    if (answer.status < 300) this.refusals.delete(request.path);
    else if (answer.status !== 400) throw this.refused(request, answer.status);
    return answer;
  }

  /** For an answer that cannot be: logs it once and answers the error to throw. */
  refused({ method, path }: VaultRequest, status: number): KeysUnavailable {
    if (this.refusals.get(path) !== status) {
      this.refusals.set(path, status);
      this.log.error(`${this.base.host} answers ${method} ${path} with ${status}: ${meaningOf(status)}`);
    }
    return new KeysUnavailable();
  }

  close(): Promise<void> {
    return this.agent.close();
  }

  private traced(request: VaultRequest): Promise<VaultAnswer> {
    if (!tracing) return this.exchange(request);
    const facts = { 'server.address': this.base.hostname };
    return tracing.part(
      () => ({ name: `Vault ${request.path}`, kind: 'client', facts }),
      () => this.exchange(request),
    );
  }

  private async exchange(request: VaultRequest): Promise<VaultAnswer> {
    const deadline = AbortSignal.timeout(this.timing.deadline);
    const token = this.token.value;
    const answer = await this.sendTwice(request, token, deadline);
    const other = answer.status === 403 ? this.token.after(token) : null;
    return other === null ? answer : this.sendTwice(request, other, deadline);
  }

  /** A connection that was kept open may have been closed at the other end this very moment; every call here may be repeated. */
  private async sendTwice(request: VaultRequest, token: string, deadline: AbortSignal): Promise<VaultAnswer> {
    try {
      return await this.send(request, token, deadline);
    } catch (error) {
      if (!(error instanceof Silence && error.repeatable)) throw error;
      return this.send(request, token, deadline);
    }
  }

  private async send({ method, path, body }: VaultRequest, token: string, signal: AbortSignal): Promise<VaultAnswer> {
    try {
      const answer = await this.agent.request({
        origin: this.base.origin,
        path: `${this.base.pathname.replace(/\/+$/, '')}/v1/${path}`,
        method,
        // The second header is what an agent in between may insist on, so that no browser can be tricked into asking it.
        headers: { 'x-vault-token': token, 'x-vault-request': 'true', 'content-type': 'application/json' },
        body: body ? JSON.stringify(body) : null,
        signal,
      });
      return answered(answer.statusCode, await answer.body.text());
    } catch (error) {
      if (error instanceof Silence) throw error;
      if (signal.aborted) throw new Silence(`no answer within ${this.timing.deadline} ms`);
      throw new Silence(codeOf(error), true);
    }
  }

  private fallSilent(error: unknown): void {
    if (this.silent) return;
    this.silent = true;
    const reason = error instanceof Silence ? error.message : String(error);
    this.log.warn(`${this.base.host} does not answer, personal data has to wait: ${reason}`);
  }

  private speakAgain(): void {
    if (this.silent) this.log.log(`${this.base.host} answers`);
    this.silent = false;
  }
}

/** @throws Silence */
function answered(status: number, text: string): VaultAnswer {
  // 412, 472 to 474: a node that lags behind, or is not the one to ask; 429: a standby, or too many requests.
  if (status >= 500 || [412, 429, 472, 473, 474].includes(status)) throw new Silence(`status ${status}`);
  if (status >= 300 && status !== 400) return { status, body: {} };
  if (status === 204) return { status, body: {} };
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) return { status, body: body as VaultAnswer['body'] };
  } catch {
    // Not Vault: a proxy's page, or half an answer.
  }
  throw new Silence('an answer that is not from Vault');
}

function meaningOf(status: number): string {
  if (status === 403) return 'the token has expired, was revoked, or lacks the permission';
  if (status === 404) return 'the transit engine or the key is not there';
  if (status === 400) return 'is there a key of this name that encrypts and decrypts?';
  return 'unexpected';
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? String(error.code) : error.name;
}
