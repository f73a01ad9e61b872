import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a question gets: a status and a body. */
export interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

export const matrix = (...values: readonly (readonly [number, string])[]): Answer => ({
  body: {
    status: 'success',
    data: { resultType: 'matrix', result: values.length > 0 ? [{ metric: {}, values }] : [] },
  },
});
export const vector = (...texts: readonly string[]): Answer => ({
  body: {
    status: 'success',
    data: { resultType: 'vector', result: texts.map((text) => ({ metric: {}, value: [1_700_000_000, text] })) },
  },
});

/** A server at Prometheus' addresses whose answers a test decides; it remembers what it was asked. */
export class FakePrometheus {
  readonly asked: { path: string; parameters: Record<string, string>; authorization: string | undefined }[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(answer: (parameters: Record<string, string>) => Answer): Promise<FakePrometheus> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const parameters = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
        fake.asked.push({ path: request.url ?? '', parameters, authorization: request.headers.authorization });
        const { status = 200, body } = answer(parameters);
        response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const fake = new FakePrometheus(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return fake;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** It answers a range with the loads of whole hours since 1970, and what there is now with the latest. */
export function answersFrom(loads: ReadonlyMap<number, number>): (parameters: Record<string, string>) => Answer {
  return ({ start, end }) => {
    if (start === undefined || end === undefined) return vector(`${[...loads.values()].at(-1)}`);
    const known = [...loads].filter(([hour]) => (hour + 1) * 3600 >= Number(start) && (hour + 1) * 3600 <= Number(end));
    return matrix(...known.map(([hour, load]) => [(hour + 1) * 3600, `${load}`] as const));
  };
}
