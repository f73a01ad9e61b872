import type { Socket } from 'node:net';
import { BareRequest, type Trust, trustIn } from './bare-request.js';
import type { EnvelopeAdapter } from './envelope.js';
import { headerLines } from './header-lines.js';
import { countAnswer } from './request-figures.js';
import { headersOf, plainGet } from './request-head.js';
import { LastLines, responseText } from './response-text.js';
import { type Quota, quotaHeaders } from './too-many-requests.js';

/** Early answers to requests that Node has not read, as text for the connection. */
export class BareAnswers {
  private readonly trust: Trust;
  private readonly lastLines: LastLines;
  private readonly counted = new WeakMap<Socket, readonly Quota[]>();

  constructor(
    private readonly adapter: EnvelopeAdapter,
    trustProxy: readonly string[],
  ) {
    this.trust = trustIn(trustProxy);
    this.lastLines = new LastLines(() => adapter.getInstance().server.keepAliveTimeout);
  }

  /** Null: Node is to read it, and the route to answer. */
  answer(bytes: Buffer, socket: Socket): string | null | Promise<string | null> {
    const plain = plainGet(bytes);
    const route = plain && this.adapter.earlyRoutes.find(plain.url);
    const headers = route && headersOf(plain);
    if (!headers) return null;
    const began = performance.now();
    const { atHand, params, query } = route;
    const asked = new BareRequest(plain.url, headers, params, query, socket, this.trust);
    // Of an earlier one that the load gate refused, which its route never took.
    this.counted.delete(socket);
    return atHand.decide(asked, {
      pass: (counted) => {
        if (counted) this.counted.set(socket, counted);
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

  /** Of the request that this connection has just passed on to Node: how it was counted, if it was. */
  takeCounted(socket: Socket): readonly Quota[] | null {
    const counted = this.counted.get(socket);
    this.counted.delete(socket);
    return counted ?? null;
  }
}
