import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { type SentSpan, spansOf } from './otlp-spans.js';

/** Takes traces as an OpenTelemetry collector does, and keeps them. */
export class OtlpCollector {
  readonly spans: SentSpan[] = [];
  /** Of all requests, as they came over the wire. */
  readonly bodies: Buffer[] = [];
  /** Of the last request. */
  headers: IncomingHttpHeaders = {};
  /** What it answers; null: nothing at all. */
  status: number | null = 200;

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      this.headers = request.headers;
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const sent = Buffer.concat(chunks);
        const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
        if (this.status === 200 && request.url === '/v1/traces') {
          this.bodies.push(body);
          this.spans.push(...spansOf(body));
        }
        if (this.status !== null) response.writeHead(this.status, { 'content-type': 'application/x-protobuf' }).end();
      });
    });
  }

  static async open(): Promise<OtlpCollector> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new OtlpCollector(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  named(name: string | RegExp): SentSpan[] {
    return this.spans.filter((span) => (typeof name === 'string' ? span.name === name : name.test(span.name)));
  }

  ofTrace(traceId: string): SentSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
