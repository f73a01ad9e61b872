import type { FastifyRequest } from 'fastify';
import { Forbidden } from '#platform/http';
import { Callers } from './callers.js';
import { NotJson } from './refusals.js';

interface Called {
  readonly method?: string;
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function call({ method = 'GET', from = '127.0.0.1', headers = {} }: Called): FastifyRequest {
  const raw = { socket: { remoteAddress: from } };
  return {
    method,
    protocol: 'http',
    headers: { host: 'localhost:3000', ...headers },
    raw,
  } as unknown as FastifyRequest;
}

const outcome = (callers: Callers, called: Called) => {
  try {
    callers.admit(call(called));
    return 'admitted';
  } catch (error) {
    return (error as Error).constructor;
  }
};

describe('the console', () => {
  const callers = new Callers([]);
  const json = { 'content-type': 'application/json' };

  it.each<Called>([
    {},
    { headers: { host: '127.0.0.1:3000' } },
    { headers: { host: '[::1]:3000' }, from: '::1' },
    { from: '::ffff:127.0.0.1' },
    { headers: { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' } },
    { headers: { 'sec-fetch-site': 'none' } },
    { method: 'POST', headers: { ...json, origin: 'http://localhost:3000' } },
    { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8' } },
  ])('admits this machine and its own page: %j', (called) => {
    expect(outcome(callers, called)).toBe('admitted');
  });

  it.each<Called>([
    { headers: { host: 'shop.example.com' } },
    { headers: { host: 'localhost.example.com' } },
    { headers: { host: '' } },
    { from: '192.168.1.20' },
    { from: '10.0.0.1', headers: { host: '127.0.0.1:3000' } },
    { headers: { origin: 'https://evil.example' } },
    { headers: { origin: 'http://localhost:4000' } },
    { headers: { origin: 'null' } },
    { headers: { 'sec-fetch-site': 'cross-site' } },
    { headers: { 'sec-fetch-site': 'same-site' } },
    { method: 'DELETE', headers: { origin: 'https://evil.example' } },
  ])('refuses everybody else: %j', (called) => {
    expect(outcome(callers, called)).toBe(Forbidden);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp', ''])(
    'refuses a POST of %j, which a page may send without asking',
    (type) => {
      expect(outcome(callers, { method: 'POST', headers: { 'content-type': type } })).toBe(NotJson);
    },
  );

  it('admits other machines under the names that were allowed, and under those alone', () => {
    const more = new Callers(['dev.example.com', 'localhost']);
    const from = '172.17.0.1';
    expect(outcome(more, { from, headers: { host: 'Dev.example.com' } })).toBe('admitted');
    expect(outcome(more, { from })).toBe('admitted');
    expect(outcome(more, { from, headers: { host: 'evil.example' } })).toBe(Forbidden);
  });
});
