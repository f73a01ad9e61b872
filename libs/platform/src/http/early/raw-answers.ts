import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import type { EnvelopeAdapter } from '../envelope-adapter.js';
import { CLIENT_GONE, countAnswer } from '../load/request-figures.js';
import { type Quota, quotaHeaders } from '../load/too-many-requests.js';
import type { Passed } from './direct-call.js';
import type { EarlyResponder } from './early-responder.js';
import { failure, type Outcome, quotaLines, setAll } from './raw-outcome.js';
import { RawRequest, type Trust, trustIn } from './raw-request.js';
import { headersOf, plainRequest } from './request-head.js';
import { LastLines, responseText } from './response-text.js';

interface PassedOn {
  readonly method: string;
  readonly url: string;
  /** Null: it was not counted. */
  readonly counted: readonly Quota[] | null;
}

type Answer = string | Buffer | null;

/** Early answers to requests that Node has not read, as they go over the connection. */
export class RawAnswers {
  private readonly log = new Logger(RawAnswers.name);
  private readonly trust: Trust;
  private readonly lastLines: LastLines;
  private readonly passed = new WeakMap<Socket, PassedOn>();

  constructor(
    private readonly adapter: EnvelopeAdapter,
    trustProxy: readonly string[],
  ) {
    this.trust = trustIn(trustProxy);
    this.lastLines = new LastLines(() => adapter.getInstance().server.keepAliveTimeout);
  }

  /** Null: Node is to read it, and the route to answer. */
  answer(bytes: Buffer, socket: Socket): Answer | Promise<Answer> {
    // May hold an earlier request of this connection that the load gate refused: its route never collected it.
    this.passed.delete(socket);
    const plain = plainRequest(bytes);
    const reached = plain && this.adapter.earlyRoutes.find(plain.method, plain.url);
    const headers = reached && headersOf(plain);
    if (!headers) return null;
    const { responder, call } = reached.route;
    const asked = new RawRequest(plain, headers, reached, socket, this.trust);
    if (responder) return this.respondEarly(responder, asked);
    // Called once, whatever comes of it: a request whose answer cannot be told is not for the route to do again.
    const cutOff = (err: unknown) => {
      this.log.error({ err, requestId: asked.id }, 'Not answered');
      socket.destroy();
      return null;
    };
    return (
      call
        ?.answer(asked, plain.body)
        ?.then((made) => this.answerWith(made, asked))
        .catch(cutOff) ?? null
    );
  }

  private respondEarly(responder: EarlyResponder, asked: RawRequest): Answer | Promise<Answer> {
    return responder.decide<Answer>(asked, {
      pass: (counted, error) =>
        error
          ? this.send(failure(asked, setAll(new Map(), quotaHeaders(counted ?? [])), error), asked)
          : this.pass(counted, asked),
      send: (found, counted) => {
        asked.user = found.shopper ?? undefined;
        const body = responder.bodyOf(found, asked);
        const status = body === null ? 304 : 200;
        const lines = `${responder.headerLinesOf(found, body)}x-request-id: ${asked.id}\r\n${quotaLines(counted)}`;
        this.note(asked, status);
        return responseText(status, lines, this.lastLines, body ?? '');
      },
    });
  }

  private answerWith(made: Outcome | Passed, asked: RawRequest): Answer {
    return 'passed' in made ? this.pass(made.passed, asked) : this.send(made, asked);
  }

  private send({ status, lines, body }: Outcome, asked: RawRequest): Buffer {
    const head = responseText(status, lines, this.lastLines);
    const bytes = Buffer.allocUnsafe(head.length + body.length);
    bytes.write(head, 'latin1');
    body.copy(bytes, head.length);
    this.note(asked, status);
    return bytes;
  }

  private pass(counted: readonly Quota[] | null, { method, url, socket }: RawRequest): null {
    this.passed.set(socket, { method, url, counted });
    return null;
  }

  private note(request: RawRequest, status: number): void {
    const milliseconds = performance.now() - request.began;
    const { method, routeOptions, user, socket } = request;
    const said = socket.writable ? status : null;
    countAnswer(method, routeOptions.url, said ?? CLIENT_GONE, milliseconds / 1_000);
    this.adapter.tellOfEarly?.({ request, user, method, route: routeOptions.url, status: said, milliseconds });
  }

  /** Of the request that this connection has just passed on to Node, if it was decided that it should be. */
  takePassed({ socket, method, url }: IncomingMessage): PassedOn | null {
    const passed = this.passed.get(socket);
    this.passed.delete(socket);
    return passed && passed.method === method && passed.url === url ? passed : null;
  }
}
