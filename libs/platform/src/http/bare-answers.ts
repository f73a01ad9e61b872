import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { AtHand } from './at-hand.js';
import { BareRequest, type Trust, trustIn } from './bare-request.js';
import type { DirectCall } from './direct-call.js';
import type { EnvelopeAdapter } from './envelope.js';
import { headerLines } from './header-lines.js';
import { countAnswer } from './request-figures.js';
import { headersOf, plainRequest } from './request-head.js';
import { LastLines, responseText } from './response-text.js';
import { type Quota, quotaHeaders } from './too-many-requests.js';

interface Passed {
  readonly url: string;
  /** How it was counted; null: it was not. */
  readonly counted: readonly Quota[] | null;
  readonly failure: Error | undefined;
}

type Answer = string | Buffer | null;

/** Early answers to requests that Node has not read, as they go over the connection. */
export class BareAnswers {
  private readonly trust: Trust;
  private readonly lastLines: LastLines;
  private readonly passed = new WeakMap<Socket, Passed>();

  constructor(
    private readonly adapter: EnvelopeAdapter,
    trustProxy: readonly string[],
  ) {
    this.trust = trustIn(trustProxy);
    this.lastLines = new LastLines(() => adapter.getInstance().server.keepAliveTimeout);
  }

  /** Null: Node is to read it, and the route to answer. */
  answer(bytes: Buffer, socket: Socket): Answer | Promise<Answer> {
    // Of an earlier one that the load gate refused, which its route never took.
    this.passed.delete(socket);
    const plain = plainRequest(bytes);
    const reached = plain && this.adapter.earlyRoutes.find(plain.method, plain.url);
    const headers = reached && headersOf(plain);
    if (!headers) return null;
    const { atHand, call } = reached.route;
    const asked = new BareRequest(plain, headers, reached, socket, this.trust);
    if (atHand) return this.answerAtHand(atHand, asked, socket);
    const outcome = call?.answer(asked, plain.body) ?? null;
    return outcome && this.answerWith(outcome, asked, socket);
  }

  private answerAtHand(atHand: AtHand, asked: BareRequest, socket: Socket): Answer | Promise<Answer> {
    const began = performance.now();
    return atHand.decide<Answer>(asked, {
      pass: (counted, failure) => this.pass(asked, socket, counted, failure),
      send: (found, counted) => {
        asked.user = found.shopper ?? undefined;
        const body = atHand.bodyOf(found, asked);
        const status = body === null ? 304 : 200;
        const quotas = counted.length > 0 ? headerLines(Object.entries(quotaHeaders(counted)).flat()) : '';
        const lines = `${atHand.headerLinesOf(found, body)}x-request-id: ${asked.id}\r\n${quotas}`;
        this.note(asked, status, began);
        return responseText(status, lines, this.lastLines, body ?? '');
      },
    });
  }

  private async answerWith(
    outcome: ReturnType<DirectCall['answer']>,
    asked: BareRequest,
    socket: Socket,
  ): Promise<Answer> {
    const began = performance.now();
    const answer = await outcome;
    if (!answer) return null;
    if ('passed' in answer) return this.pass(asked, socket, answer.passed);
    const { status, lines, body } = answer;
    const head = responseText(status, lines, this.lastLines);
    const bytes = Buffer.allocUnsafe(head.length + body.length);
    bytes.write(head, 'latin1');
    body.copy(bytes, head.length);
    this.note(asked, status, began);
    return bytes;
  }

  private pass({ url }: BareRequest, socket: Socket, counted: Passed['counted'], failure?: Error): null {
    this.passed.set(socket, { url, counted, failure });
    return null;
  }

  private note(request: BareRequest, status: number, began: number): void {
    const milliseconds = performance.now() - began;
    const { method, routeOptions, user } = request;
    countAnswer(method, routeOptions.url, status, milliseconds / 1_000);
    this.adapter.tellOfEarly?.({ request, user, method, route: routeOptions.url, status, milliseconds });
  }

  /** Of the request that this connection has just passed on to Node: what was found out about it, if anything was. */
  takePassed({ socket, url }: IncomingMessage): Passed | null {
    const passed = this.passed.get(socket);
    this.passed.delete(socket);
    return passed && passed.url === url ? passed : null;
  }
}
