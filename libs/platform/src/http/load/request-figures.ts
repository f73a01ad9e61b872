import type { FastifyReply, FastifyRequest } from 'fastify';
import { LATENCY_BUCKETS, metrics } from '#platform/observability';

const durations = metrics.histogram(
  {
    name: 'http_server_request_duration_seconds',
    help: 'From the arrival of a request to the last byte of its answer, by template of its route; unknown: no such path, or no request; 499: the client had gone',
    labels: ['method', 'route', 'status'],
  },
  LATENCY_BUCKETS,
);
export const activeRequests = metrics.gauge({
  name: 'http_server_active_requests',
  help: 'Requests that have arrived whole and are not answered yet; those answered out of memory are none',
});
export const shedRequests = metrics.counter({
  name: 'http_server_shed_requests_total',
  help: 'Requests refused with 503 because they could not have been answered soon: overload (the load gate), waiting (too many orders, logins or lists of orders in line)',
  labels: ['reason'],
});

/** As proxies call it. */
export const CLIENT_GONE = 499;

interface Series {
  readonly method: string;
  readonly status: number;
  observe(seconds: number): void;
}

/** By template: there are few methods and statuses to each, so looking through them is cheaper than a key made of three. */
const byRoute = new Map<string, Series[]>();

/** @param seconds since it arrived */
export function countAnswer(method: string, route: string, status: number, seconds: number): void {
  const series = byRoute.get(route);
  for (const one of series ?? []) {
    if (one.status === status && one.method === method) return one.observe(seconds);
  }
  const histogram = durations.labels(method, route, String(status));
  const added: Series = { method, status, observe: (value) => histogram.observe(value) };
  added.observe(seconds);
  if (series) series.push(added);
  else byRoute.set(route, [added]);
}

/** Counts this request when its answer is sent, or its client has gone. */
export function followAnswer(
  { method }: FastifyRequest,
  { raw }: FastifyReply,
  route: string,
  began = performance.now(),
): void {
  raw.once('close', () => {
    countAnswer(
      method,
      route,
      raw.writableFinished ? raw.statusCode : CLIENT_GONE,
      (performance.now() - began) / 1_000,
    );
  });
}
