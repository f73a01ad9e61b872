import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';
import type { Asked } from './early-answer.js';
import { requestIdOf } from './request-id.js';

/** Whether a proxy's word on its client's address is taken; null: nobody's is. */
export type Trust = ReturnType<typeof proxyAddr.compile> | null;

export function trustIn(proxies: readonly string[]): Trust {
  return proxies.length > 0 ? proxyAddr.compile([...proxies]) : null;
}

/** A request that Node has not read, as Fastify would have it. */
export class BareRequest implements Asked {
  readonly id: string;

  constructor(
    readonly url: string,
    readonly headers: Asked['headers'],
    readonly params: unknown,
    readonly query: unknown,
    private readonly socket: Socket,
    private readonly trust: Trust,
  ) {
    this.id = requestIdOf(headers);
  }

  /** Looked up only where requests are counted by it. */
  get ip(): string {
    const { headers, socket, trust } = this;
    if (!trust) return socket.remoteAddress ?? '';
    // These two are all of a request that it reads.
    return proxyAddr({ headers, socket } as IncomingMessage, trust);
  }
}
