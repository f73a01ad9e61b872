import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';
import type { Asked } from './early-answer.js';
import type { RequestHead } from './request-head.js';
import { requestIdOf } from './request-id.js';

type Trust = ReturnType<typeof proxyAddr.compile>;

/** Makes of bytes that Node has not read what Fastify makes of those it has. */
export class BareRequests {
  private readonly trust: Trust | null;

  /** @param trustProxy proxies whose word on a client's address is taken */
  constructor(trustProxy: readonly string[]) {
    this.trust = trustProxy.length > 0 ? proxyAddr.compile([...trustProxy]) : null;
  }

  make(head: RequestHead, { params, query }: Pick<Asked, 'params' | 'query'>, socket: Socket): Asked {
    return new BareRequest(head, params, query, socket, this.trust);
  }
}

class BareRequest implements Asked {
  readonly url: string;
  readonly headers: Asked['headers'];
  readonly id: string;

  constructor(
    { url, headers }: RequestHead,
    readonly params: unknown,
    readonly query: unknown,
    private readonly socket: Socket,
    private readonly trust: Trust | null,
  ) {
    this.url = url;
    this.headers = headers;
    this.id = requestIdOf(headers);
  }

  /** Looked up only where requests are counted by it. */
  get ip(): string {
    const { headers, socket, trust } = this;
    return trust ? proxyAddr({ headers, socket } as unknown as IncomingMessage, trust) : (socket.remoteAddress ?? '');
  }
}
