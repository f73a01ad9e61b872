import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';
import type { Asked } from './early-answer.js';
import { requestIdOf } from './request-id.js';

type Trust = ReturnType<typeof proxyAddr.compile>;
type Read = Pick<Asked, 'headers' | 'params' | 'query' | 'url'>;

/** Makes of bytes that Node has not read what Fastify makes of those it has. */
export class BareRequests {
  private readonly trust: Trust | null;

  /** @param trustProxy proxies whose word on a client's address is taken */
  constructor(trustProxy: readonly string[]) {
    this.trust = trustProxy.length > 0 ? proxyAddr.compile([...trustProxy]) : null;
  }

  make(read: Read, socket: Socket): Asked {
    return new BareRequest(read, socket, this.trust);
  }
}

class BareRequest implements Asked {
  readonly url: string;
  readonly headers: Asked['headers'];
  readonly params: unknown;
  readonly query: unknown;
  readonly id: string;

  constructor(
    { url, headers, params, query }: Read,
    private readonly socket: Socket,
    private readonly trust: Trust | null,
  ) {
    this.url = url;
    this.headers = headers;
    this.params = params;
    this.query = query;
    this.id = requestIdOf(headers);
  }

  /** Looked up only where requests are counted by it. */
  get ip(): string {
    const { headers, socket, trust } = this;
    return trust ? proxyAddr({ headers, socket } as unknown as IncomingMessage, trust) : (socket.remoteAddress ?? '');
  }
}
