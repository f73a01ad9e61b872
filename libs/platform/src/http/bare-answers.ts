import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { BareRequest, type Trust, trustIn } from './bare-request.js';
import type { EnvelopeAdapter } from './envelope.js';
import { headerLines } from './header-lines.js';
import { countAnswer } from './request-figures.js';
import { headersOf, plainGet } from './request-head.js';
import { LastLines, responseText } from './response-text.js';
import { type Quota, quotaHeaders } from './too-many-requests.js';

interface Passed {
  readonly url: string;
  /** How it was counted; null: it was not. */
  readonly counted: readonly Quota[] | null;
  readonly failure: Error | undefined;
}

/** Early answers to requests that Node has not read, as text for the connection. */
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
  answer(bytes: Buffer, socket: Socket): string | null | Promise<string | null> {
    // Of an earlier one that the load gate refused, which its route never took.
    this.passed.delete(socket);
    const plain = plainGet(bytes);
    const route = plain && this.adapter.earlyRoutes.find(plain.url);
    const headers = route && headersOf(plain);
    if (!headers) return null;
    const began = performance.now();
    const { atHand, params, query } = route;
    const asked = new BareRequest(plain.url, headers, params, query, socket, this.trust);
    return atHand.decide(asked, {
      pass: (counted, failure) => {
        this.passed.set(socket, { url: plain.url, counted, failure });
        return null;
      },
      send: (found, counted) => {
        const body = atHand.bodyOf(found, asked);
        const status = body === null ? 304 : 200;
        const quotas = counted.length > 0 ? headerLines(Object.entries(quotaHeaders(counted)).flat()) : '';
        const lines = `${atHand.headerLinesOf(found, body)}x-request-id: ${asked.id}\r\n${quotas}`;
        const milliseconds = performance.now() - began;
        countAnswer('GET', atHand.url, status, milliseconds / 1_000);
        this.adapter.tellOfEarly?.({ request: asked, user: found.shopper, route: atHand.url, status, milliseconds });
        return responseText(status, lines, this.lastLines, body ?? '');
      },
    });
  }

  /** Of the request that this connection has just passed on to Node: what was found out about it, if anything was. */
  takePassed({ socket, url }: IncomingMessage): Passed | null {
    const passed = this.passed.get(socket);
    this.passed.delete(socket);
    return passed && passed.url === url ? passed : null;
  }
}
