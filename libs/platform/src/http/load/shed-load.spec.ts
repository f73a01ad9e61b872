import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Logger } from '@nestjs/common';
import { figure } from '../../../../../test/support/figures.js';
import { signal } from '../../../../../test/support/signal.js';
import { until } from '../../../../../test/support/until.js';
import { createHttpAdapter } from '../create-adapter.js';
import type { EnvelopeAdapter } from '../envelope-adapter.js';
import { ALWAYS_TAKEN_ON } from './load-gate.js';

describe('[P40] a server with more requests than it can answer', () => {
  let adapter: EnvelopeAdapter;
  let url: string;
  let work: () => unknown;
  beforeEach(async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    work = () => ({ done: true });
    adapter = createHttpAdapter({ trustProxy: [] } as never);
    const fastify = adapter.getInstance();
    fastify.get('/api/v1/things', async () => work());
    fastify.post('/api/v1/things', async () => work());
    fastify.post('/api/v1/callback', { config: { enveloped: false } }, async () => work());
    fastify.get('/api/v1/early', { config: { early: {} } }, async () => work());
    fastify.get('/health/live', async () => ({ status: 'ok' }));
    await fastify.listen({ port: 0, host: '127.0.0.1' });
    url = `http://127.0.0.1:${(fastify.server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    await adapter.getInstance().close();
    jest.restoreAllMocks();
  });

  /** Stands for requests that are being worked on; answered when the result is called. */
  function busyWith(count: number): () => void {
    const responses = Array.from({ length: count }, () => new EventEmitter() as ServerResponse);
    for (const response of responses) adapter.gate.enter(response);
    return () => responses.forEach((response) => response.emit('close'));
  }

  const post = (path: string) =>
    fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"n":1}' });

  it('refuses at once, in the envelope, with a time to come back', async () => {
    const worked = jest.fn(() => ({}));
    work = worked;
    busyWith(ALWAYS_TAKEN_ON);
    for (const answer of [await fetch(`${url}/api/v1/things`), await post('/api/v1/things')]) {
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(3);
      const requestId = answer.headers.get('x-request-id');
      expect(await answer.json()).toEqual({ code: 503, message: expect.any(String), data: null, requestId });
    }
    expect(worked).not.toHaveBeenCalled();
  });

  it('counts what it refuses, among all answers as well', async () => {
    const refused = async () => [
      (await figure('http_server_shed_requests_total', { reason: 'overload' })) ?? 0,
      (await figure('http_server_request_duration_seconds_count', { route: '/api/v1/things', status: '503' })) ?? 0,
      (await figure('http_server_request_duration_seconds_count', { route: '/api/v1/early', status: '503' })) ?? 0,
    ];
    const before = await refused();
    busyWith(ALWAYS_TAKEN_ON);
    expect(await figure('http_server_active_requests')).toBe(ALWAYS_TAKEN_ON);
    await fetch(`${url}/api/v1/things`);
    await fetch(`${url}/api/v1/early`);
    const after = await refused();
    expect(after.map((count, at) => count - (before[at] ?? 0))).toEqual([2, 1, 1]);
  });

  it('still answers probes, and WeChat until it is twice too much', async () => {
    busyWith(ALWAYS_TAKEN_ON);
    expect((await post('/api/v1/callback')).status).toBe(200);
    busyWith(ALWAYS_TAKEN_ON);
    const refused = await post('/api/v1/callback');
    expect([refused.status, await refused.json()]).toEqual([503, { code: 'FAIL', message: expect.any(String) }]);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  it('recovers at once when it has answered', async () => {
    const answerAll = busyWith(ALWAYS_TAKEN_ON);
    expect((await fetch(`${url}/api/v1/things`)).status).toBe(503);
    answerAll();
    expect((await fetch(`${url}/api/v1/things`)).status).toBe(200);
  });

  it('counts a request until it is answered, or until its client has gone', async () => {
    const { given, give } = signal();
    work = () => given;
    const gone = new AbortController();
    const [first, second] = [fetch(`${url}/api/v1/things`), fetch(`${url}/api/v1/things`, { signal: gone.signal })];
    await until(() => adapter.gate.inFlight === 2);
    gone.abort();
    await expect(second).rejects.toThrow();
    await until(() => adapter.gate.inFlight === 1);
    give();
    expect((await first).status).toBe(200);
    await until(() => adapter.gate.inFlight === 0);
  });

  it('does not count requests that are only half sent: nobody fills it with bytes that never come', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(
      'POST /api/v1/things HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    );
    expect((await post('/api/v1/things')).status).toBe(200);
    await until(() => adapter.gate.inFlight === 0);
    socket.destroy();
  });
});
