import type { AddressInfo } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import { createLogger, logRequests } from '#platform/observability';
import { signal } from '../../../../test/support/signal.js';
import { until } from '../../../../test/support/until.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

describe('the line of a request', () => {
  let server: FastifyInstance;
  let lines: string[];
  let arrived: ReturnType<typeof signal>;
  beforeEach(async () => {
    lines = [];
    arrived = signal();
    server = fastify();
    logRequests(server, createLogger('info', { write: (line) => void lines.push(line) }), (id) => `name of ${id}`);
    server.get('/teas/:id', (request) => {
      if (request.headers.authorization) Object.assign(request, { user: { id: 'u1' } });
      return { poured: true };
    });
    server.get('/slow', async () => {
      arrived.give();
      await new Promise(() => undefined);
    });
    await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(() => server.close());

  const url = (path: string) => `http://127.0.0.1:${(server.server.address() as AddressInfo).port}${path}`;
  const written = async () => {
    await until(() => lines.length > 0);
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  };

  it('has the template of its route, its trace, and who asked by another name', async () => {
    const headers = { authorization: 'x', traceparent: `00-${TRACE}-b7ad6b7169203331-01` };
    await (await fetch(url('/teas/secret?q=secret'), { headers })).text();
    expect(await written()).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        msg: 'request',
        requestId: expect.any(String),
        traceId: TRACE,
        user: 'name of u1',
        method: 'GET',
        route: '/teas/:id',
        status: 200,
        durationMs: expect.any(Number),
      },
    ]);
  });

  it('leaves out what is not known', async () => {
    await (await fetch(url('/teas/1'), { headers: { traceparent: 'nonsense' } })).text();
    await (await fetch(url('/nowhere'))).text();
    await until(() => lines.length === 2);
    const [first, second] = await written();
    expect(first).not.toHaveProperty('traceId');
    expect(first).not.toHaveProperty('user');
    expect(second).toMatchObject({ route: 'unknown', status: 404 });
  });

  it('is written once as well where the client has gone before it had its answer', async () => {
    const leaving = new AbortController();
    const asked = fetch(url('/slow'), { signal: leaving.signal }).catch(() => undefined);
    await arrived.given;
    leaving.abort();
    await asked;
    const [line, ...others] = await written();
    expect(line).toMatchObject({ route: '/slow', clientGone: true });
    expect(line).not.toHaveProperty('status');
    expect(others).toEqual([]);
  });

  it('is none at a level that does not show it', async () => {
    const quiet = fastify();
    const hook = jest.spyOn(quiet, 'addHook');
    logRequests(quiet, createLogger('warn', { write: (line) => void lines.push(line) }), () => undefined);
    expect(hook).not.toHaveBeenCalled();
    await quiet.close();
  });
});
