import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { CallTarget } from './fault-kinds.js';

export interface Request {
  method: string;
  rawUrl: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Answer {
  status: number;
  contentType?: string;
  headers?: Record<string, string>;
  body: string | Buffer;
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** A parameter in the path is the pattern's first group. */
  path: RegExp;
  target?: CallTarget;
  handle(request: Request, parameter: string): Answer | Promise<Answer>;
}

const maxBodyBytes = 1024 * 1024;

export function json(value: unknown, status = 200): Answer {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

/** @throws Error when the body is larger than 1 MiB or is cut off */
export async function readRequest(message: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += (chunk as Buffer).length;
    if (size > maxBodyBytes) throw new Error('body too large');
    chunks.push(chunk as Buffer);
  }
  const rawUrl = message.url ?? '/';
  const [path = '/', query = ''] = rawUrl.split(/\?(.*)/s);
  return {
    method: message.method ?? 'GET',
    rawUrl,
    path,
    query: new URLSearchParams(query),
    headers: message.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
