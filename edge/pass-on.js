import { unavailable } from './envelope.js';

/** Of one connection alone (RFC 9110, 7.6.1). */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
/** What a client could claim about itself; the edge says it, or nobody. */
const CLAIMED = [
  'forwarded',
  'x-real-ip',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
];
/** Traces begin at the shop: a client that sent its own would decide what is sampled. */
const TRACES = ['traceparent', 'tracestate', 'baggage'];

/**
 * The headers of a request as the shop is to see them.
 * @param {import('./settings.js').Settings} settings
 */
export function forwarded(request, { clientAddress }) {
  const headers = new Headers(request.headers);
  const named = (headers.get('connection') ?? '').split(',').map((name) => name.trim());
  const address = clientAddress && headers.get(clientAddress);
  for (const name of [...named.filter((name) => /^[\w-]+$/.test(name)), ...HOP_BY_HOP, ...CLAIMED, ...TRACES, 'host'])
    headers.delete(name);
  const { protocol, host } = new URL(request.url);
  if (address) headers.set('x-forwarded-for', address);
  headers.set('x-forwarded-proto', protocol.slice(0, -1));
  headers.set('x-forwarded-host', host);
  return headers;
}

/** The shop's own answer, as it comes; bodies are not held in memory, in neither direction. */
export async function passOn(request, settings) {
  const { pathname, search } = new URL(request.url);
  const { method, body } = request;
  const headers = forwarded(request, settings);
  const sent = { method, headers, redirect: 'manual', ...(body && { body, duplex: 'half' }) };
  try {
    return await fetch(settings.origin + pathname + search, sent);
  } catch {
    return unavailable(request);
  }
}
