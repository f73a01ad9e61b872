import type { Readable } from 'node:stream';
import { CircuitOpen } from '#platform/resilience';
import { type Note, tracing } from '#platform/tracing';
import { PayerIsPaying, WechatBusy, WechatUnreachable } from './errors.js';
import { Deadlines } from './deadlines.js';
import { type Host, Hosts, TRIAL_PAUSE_MS } from './hosts.js';
import { OutsideAgent } from './outside-agent.js';
import { type OutsideAnswer, wholeAnswer } from './whole-answer.js';

export type { Headers, OutsideAnswer } from './whole-answer.js';

const ANSWER_LIMIT_BYTES = 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 3000;
/** The longest silence in the middle of a download. */
const DOWNLOAD_SILENCE_MS = 5_000;

export interface TransportOptions {
  readonly baseUrl: string;
  /** Another host that answers the same paths, asked while the first one does not answer; none when absent. */
  readonly backupBaseUrl?: string | null;
  /** Deadline of a whole call, answer's last byte and retry included; 3000 when absent. */
  readonly timeoutMs?: number;
  /** Called at the start of each outside call; throws where none may be made, as inside a database transaction. */
  readonly guard?: () => void;
  /** Told what an operator wants to know: no secrets, no openids. */
  readonly tell?: (news: string) => void;
  /** Milliseconds that never jump. */
  readonly elapsed?: () => number;
}

export interface OutsideRequest {
  readonly method: 'GET' | 'POST';
  /** With the base URL's path and the query: see `Transport.pathOf`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** A long answer, still on its way. */
export interface Download {
  readonly status: number;
  readonly body: Readable;
}

/** A 5xx: an answer to the caller, a failure to whoever counts those. */
class FailingAnswer<T> extends Error {
  constructor(readonly answer: T) {
    super('5xx');
  }
}

/**
 * HTTP with keep-alive to one service, which may have two hosts; follows no redirect and never waits longer than the
 * deadline. An endpoint that failed ten times in a row (no answer, or a 5xx) is left alone but for one trial a while;
 * whatever else WeChat answers, a refusal included, shows that it is there.
 */
export class Transport {
  private readonly agent: OutsideAgent;
  private readonly downloads: OutsideAgent;
  private readonly path: string;
  private readonly hosts: Hosts;
  private readonly timeoutMs: number;
  private readonly deadlines = new Deadlines();
  private readonly tell: (news: string) => void;
  readonly guard: () => void;

  constructor(options: TransportOptions) {
    const base = new URL(options.baseUrl);
    const backup = options.backupBaseUrl ? new URL(options.backupBaseUrl) : null;
    if (backup && backup.pathname !== base.pathname) throw new TypeError('both hosts must have the same path');
    this.path = base.pathname.replace(/\/+$/, '');
    this.timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.guard = options.guard ?? (() => undefined);
    this.tell = options.tell ?? (() => undefined);
    const elapsed = options.elapsed ?? (() => performance.now());
    this.hosts = new Hosts(base.origin, backup?.origin ?? null, this.tell, elapsed);
    const connect = { timeout: this.timeoutMs };
    // The deadline alone decides: undici's own time-outs restart with every byte of a dripping answer.
    this.agent = new OutsideAgent({ headersTimeout: 0, bodyTimeout: 0, connect, maxResponseSize: ANSWER_LIMIT_BYTES });
    this.downloads = new OutsideAgent({ headersTimeout: 0, bodyTimeout: DOWNLOAD_SILENCE_MS, connect });
  }

  /** The path as it goes over the wire, which is also the one to sign. */
  pathOf(path: string): string {
    return this.path + path;
  }

  /** A new deadline: one per call, shared by all that the call needs, and by calls that begin at the same time. */
  deadline(atMostMs = this.timeoutMs): AbortSignal {
    return this.deadlines.after(Math.min(atMostMs, this.timeoutMs));
  }

  /** @throws WechatUnreachable when no complete answer came in time, or none is asked for now; any HTTP status is an answer */
  send(operation: string, request: OutsideRequest, deadline: AbortSignal): Promise<OutsideAnswer> {
    return this.ask(operation, deadline, async ({ origin }, signal) =>
      wholeAnswer(await this.agent.dispatcher(), { origin, ...request }, signal),
    );
  }

  /**
   * Begins a long answer, which is then read at the caller's pace until `end`.
   * @throws WechatUnreachable when it does not begin in time; reading may fail with whatever breaks a stream
   */
  async download(operation: string, request: OutsideRequest, end: AbortSignal): Promise<Download> {
    return this.ask(operation, this.deadline(), async ({ origin }, begin) => {
      const late = new AbortController();
      const giveUp = () => late.abort();
      begin.addEventListener('abort', giveUp, { once: true });
      const signal = AbortSignal.any([late.signal, end]);
      const { statusCode: status, body } = await this.downloads.request({ origin, ...request, signal });
      begin.removeEventListener('abort', giveUp);
      // Whoever reads hears of an error anyhow; where nobody does any more it must not end the process.
      body.on('error', () => undefined);
      return { status, body };
    });
  }

  /** Waits for the calls in flight, then closes the sockets; a download is cut. */
  async close(): Promise<void> {
    await Promise.all([this.agent.close(), this.downloads.destroy()]);
  }

  private async ask<T extends { readonly status: number }>(
    operation: string,
    deadline: AbortSignal,
    exchange: (host: Host, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    this.guard();
    for (const host of this.hosts.inTurn()) {
      const breaker = host.breakerOf(operation);
      const wasOpen = breaker.isOpen;
      try {
        return await breaker.run(() =>
          this.traced(operation, host, (note) => this.answer(operation, deadline, exchange, host, note)),
        );
      } catch (error) {
        if (error instanceof CircuitOpen) continue;
        const news = `${operation} failed again and again at ${host.origin}: it is left alone but for a trial now and then`;
        if (!wasOpen && breaker.isOpen) this.tell(news);
        if (error instanceof FailingAnswer) return error.answer as T;
        throw error;
      }
    }
    throw new WechatUnreachable(operation, 'left-alone', null, Math.ceil(TRIAL_PAUSE_MS / 1000));
  }

  /** By its operation: paths and queries hold secrets. WeChat itself is told nothing of our traces. */
  private traced<T>(operation: string, { origin }: Host, work: (note: Note) => Promise<T>): Promise<T> {
    if (!tracing) return work(() => undefined);
    const facts = { 'server.address': new URL(origin).hostname };
    return tracing.part(() => ({ name: `WeChat ${operation}`, kind: 'client', facts }), work);
  }

  private async answer<T extends { readonly status: number }>(
    operation: string,
    deadline: AbortSignal,
    exchange: (host: Host, signal: AbortSignal) => Promise<T>,
    host: Host,
    note: Note,
  ): Promise<T> {
    // Where there is another host, half of the time is left for it.
    const signal = this.hosts.areTwo ? AbortSignal.any([deadline, AbortSignal.timeout(this.timeoutMs / 2)]) : deadline;
    const answer = await exchange(host, signal).catch((error: unknown) => {
      const code = signal.aborted ? 'slow' : systemCode(error);
      this.hosts.failed(host, code ?? 'connection');
      if (deadline.aborted) throw new WechatUnreachable(operation, 'deadline');
      throw new WechatUnreachable(operation, code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' ? 'garbled' : 'connection', code);
    });
    note({ 'http.response.status_code': answer.status });
    if (answer.status < 500) return answer;
    this.hosts.failed(host, `HTTP ${answer.status}`);
    throw new FailingAnswer(answer);
  }
}

/** For calls that are safe to repeat: one more attempt after a failed connection, a 5xx or "busy"; at the other host where there is one. */
export async function retriedOnce<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    // Nobody types a password in no time.
    if (error instanceof PayerIsPaying) throw error;
    if (error instanceof WechatBusy) return attempt();
    if (error instanceof WechatUnreachable && (error.reason === 'connection' || error.reason === 'status'))
      return attempt();
    throw error;
  }
}

/** Waits for work shared with other callers, but no longer than this caller's own deadline. */
export function within<T>(deadline: AbortSignal, operation: string, shared: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const expire = () => reject(new WechatUnreachable(operation, 'deadline'));
    if (deadline.aborted) expire();
    deadline.addEventListener('abort', expire, { once: true });
    shared.then(resolve, reject).finally(() => deadline.removeEventListener('abort', expire));
  });
}

function systemCode(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
