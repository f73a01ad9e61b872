import type { FastifyRequest } from 'fastify';
import { Forbidden } from '#platform/http';
import { NotJson } from './refusals.js';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
const LOOPBACK_ADDRESSES = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/**
 * Who may use the console, which asks nobody to sign in: pages of its own origin, and programs on this machine. `Host` is
 * looked at as well, or a page of any name could have that name point here.
 */
export class Callers {
  private readonly named: ReadonlySet<string>;

  /** @param hosts more names by which it may be called, then from elsewhere too */
  constructor(private readonly hosts: readonly string[]) {
    this.named = new Set([...LOOPBACK_NAMES, ...hosts.map((name) => name.toLowerCase())]);
  }

  /** @throws Forbidden, NotJson */
  admit({ headers, method, protocol, raw }: FastifyRequest): void {
    const host = headers.host?.toLowerCase() ?? '';
    if (!this.named.has(host.replace(/:\d+$/, ''))) throw new Forbidden();
    if (this.hosts.length === 0 && !LOOPBACK_ADDRESSES.test(raw.socket.remoteAddress ?? '')) throw new Forbidden();
    const { origin, 'sec-fetch-site': site = 'none' } = headers;
    if (origin !== undefined && origin.toLowerCase() !== `${protocol}://${host}`) throw new Forbidden();
    if (site !== 'same-origin' && site !== 'none') throw new Forbidden();
    const type = headers['content-type'];
    if (method === 'POST' && !/^application\/json\s*(;|$)/i.test(type ?? '')) throw new NotJson();
  }
}
