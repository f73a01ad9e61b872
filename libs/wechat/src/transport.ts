import { Agent } from 'undici';
import { WechatBusy, WechatUnreachable } from './errors.js';

const ANSWER_LIMIT_BYTES = 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 3000;

export interface TransportOptions {
  readonly baseUrl: string;
  /** Deadline of a whole call, answer's last byte and retry included; 3000 when absent. */
  readonly timeoutMs?: number;
  /** Called at the start of each outside call; throws where none may be made, as inside a database transaction. */
  readonly guard?: () => void;
}

export interface OutsideRequest {
  readonly method: 'GET' | 'POST';
  /** With the base URL's path and the query: see `Transport.pathOf`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface OutsideAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** HTTP with keep-alive to one host; follows no redirect and never waits longer than the deadline. */
export class Transport {
  private readonly agent: Agent;
  private readonly base: URL;
  private readonly timeoutMs: number;
  readonly guard: () => void;

  constructor(options: TransportOptions) {
    this.base = new URL(options.baseUrl);
    this.timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.guard = options.guard ?? (() => undefined);
    this.agent = new Agent({
      // The deadline alone decides: undici's own time-outs restart with every byte of a dripping answer.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: this.timeoutMs },
      maxResponseSize: ANSWER_LIMIT_BYTES,
    });
  }

  /** The path as it goes over the wire, which is also the one to sign. */
  pathOf(path: string): string {
    return this.base.pathname.replace(/\/+$/, '') + path;
  }

  /** A new deadline: one per call, shared by all that the call needs. */
  deadline(atMostMs = this.timeoutMs): AbortSignal {
    return AbortSignal.timeout(Math.min(atMostMs, this.timeoutMs));
  }

  /** @throws WechatUnreachable when no complete answer came in time; any HTTP status is an answer */
  async send(operation: string, request: OutsideRequest, deadline: AbortSignal): Promise<OutsideAnswer> {
    this.guard();
    try {
      const answer = await this.agent.request({ origin: this.base.origin, ...request, signal: deadline });
      const body = Buffer.from(await answer.body.arrayBuffer());
      return { status: answer.statusCode, headers: answer.headers, body };
    } catch (error) {
      if (deadline.aborted) throw new WechatUnreachable(operation, 'deadline');
      const code = systemCode(error);
      throw new WechatUnreachable(operation, code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' ? 'garbled' : 'connection', code);
    }
  }

  /** Waits for the calls in flight, then closes the sockets. */
  close(): Promise<void> {
    return this.agent.close();
  }
}

/** For calls that are safe to repeat: one more attempt after a failed connection, a 5xx or "busy". */
export async function retriedOnce<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
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
