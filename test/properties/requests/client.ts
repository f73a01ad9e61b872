import { Agent, request } from 'node:http';
import type { GeneratedRequest } from './generated-request.js';
import { written } from './values.js';

/** Milliseconds after which a server that says nothing has failed. */
const PATIENCE = 30_000;
const MOST_SHOWN = 400;

/** A request as it goes over the wire. */
export interface Sent {
  readonly method: string;
  /** With the query; sent as it stands, never normalised. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface Received {
  readonly status: number;
  readonly contentType: string;
  readonly requestId: string | null;
  readonly body: string;
}

export function onTheWire(made: GeneratedRequest, signature: Readonly<Record<string, string>>, idOf: IdOf): Sent {
  let at = 0;
  const path = made.template.replace(/\{\w+\}/g, () => {
    const segment = made.segments[at++] ?? '';
    return typeof segment === 'string' ? segment : idOf(made.template, segment.known);
  });
  const valueOf = (value: unknown) => {
    const text = written(value, (nth) => idOf(made.template, nth));
    return text.startsWith('"') ? String(JSON.parse(text)).toWellFormed() : text.toWellFormed();
  };
  const query = made.query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(valueOf(value))}`);
  const { body } = made;
  const text =
    body === null ? null : 'text' in body ? body.text : written(body.json, (nth) => idOf(made.template, nth));
  return {
    method: made.method,
    path: path + (query.length > 0 ? `?${query.join('&')}` : ''),
    headers: { ...(text !== null && { 'content-type': 'application/json' }), ...signature, ...made.headers },
    body: text,
  };
}

/** An id the server has answered with; mostly one of the kind the path is about. */
export type IdOf = (template: string, nth: number) => string;

export class RawClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 16 });

  constructor(private readonly url: string) {}

  /** Null: the server hung up on a request it had not read to its end. */
  send({ method, path, headers, body }: Sent): Promise<Received | null> {
    const { hostname, port } = new URL(this.url);
    const bytes = body === null ? null : Buffer.from(body);
    const length = bytes === null ? {} : { 'content-length': `${bytes.length}` };
    return new Promise((resolve, reject) => {
      const asked = request({ hostname, port, method, path, headers: { ...headers, ...length }, agent: this.agent });
      asked.setTimeout(PATIENCE, () => asked.destroy(new Error('The server did not answer')));
      asked.on('response', (answer) => {
        const pieces: Buffer[] = [];
        answer.on('data', (piece: Buffer) => pieces.push(piece));
        answer.on('error', reject);
        answer.on('end', () => {
          const { 'content-type': contentType = '', 'x-request-id': requestId } = answer.headers;
          const given = { contentType, requestId: typeof requestId === 'string' ? requestId : null };
          resolve({ status: answer.statusCode ?? 0, ...given, body: Buffer.concat(pieces).toString() });
        });
      });
      asked.on('error', (error: NodeJS.ErrnoException) => {
        const cutOff = error.code === 'EPIPE' || error.code === 'ECONNRESET';
        if (cutOff && (bytes?.length ?? 0) > 64 * 1024) resolve(null);
        else reject(error);
      });
      asked.end(bytes ?? undefined);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

const quoted = (text: string) =>
  `$'${JSON.stringify(text).slice(1, -1).replaceAll("'", "\\'").replaceAll('\\"', '"')}'`;
const shortened = (text: string) =>
  text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}… (${text.length} characters)` : text;

/** The same request for a terminal; secrets are left to whoever repeats it. */
export function asCurl({ method, path, headers, body }: Sent, role: string): string {
  const shown = Object.entries(headers).filter(([name]) => name !== 'authorization' && name !== 'cookie');
  return [
    `curl --path-as-is -X ${method} ${quoted(`http://localhost:3000${shortened(path)}`)} # as ${role}`,
    ...shown.map(([name, value]) => `  -H ${quoted(`${name}: ${shortened(value)}`)}`),
    ...(body === null ? [] : [`  --data-binary ${quoted(shortened(body))}`]),
  ].join(' \\\n');
}
