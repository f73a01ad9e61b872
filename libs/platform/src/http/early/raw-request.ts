import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';
import type { Shopper } from '#platform/principals';
import { requestIdOf } from '../requests/request-id.js';
import type { Asked } from './early-answer.js';
import type { PlainRequest } from './request-head.js';

/** Whether a proxy's word on its client's address is taken; null: nobody's is. */
export type Trust = ReturnType<typeof proxyAddr.compile> | null;

export function trustIn(proxies: readonly string[]): Trust {
  return proxies.length > 0 ? proxyAddr.compile([...proxies]) : null;
}

/** Where its URL leads. */
interface Place {
  readonly route: { readonly url: string };
  readonly params: object;
  readonly query: object;
}

/** A request that Node has not read, as Fastify would have it. */
export class RawRequest implements Asked {
  readonly began = performance.now();
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly params: object;
  readonly query: object;
  readonly routeOptions: { readonly url: string };
  body: unknown = undefined;
  user: Shopper | undefined = undefined;

  constructor(
    { method, url }: Pick<PlainRequest, 'method' | 'url'>,
    readonly headers: Asked['headers'],
    { params, query, route }: Place,
    readonly socket: Socket,
    private readonly trust: Trust,
  ) {
    this.id = requestIdOf(headers);
    this.method = method;
    this.url = url;
    this.params = params;
    this.query = query;
    this.routeOptions = route;
  }

  /** Looked up only where requests are counted by it. */
  get ip(): string {
    const { headers, socket, trust } = this;
    if (!trust) return socket.remoteAddress ?? '';
    // These two are all of a request that it reads.
    return proxyAddr({ headers, socket } as IncomingMessage, trust);
  }
}
