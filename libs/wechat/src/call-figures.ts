import { LATENCY_BUCKETS, metrics } from '#platform/observability';
import type { CircuitBreaker } from '#platform/resilience';
import { CredentialsRefused, WechatBusy, WechatError, WechatQuotaReached, WechatUnreachable } from './errors.js';

const durations = metrics.histogram(
  {
    name: 'wechat_request_duration_seconds',
    help: 'Calls to WeChat, each attempt by itself: ok; refused (an answer, and it is no), busy, quota, credentials; no usable answer: connection, deadline, status (5xx), garbled, unverified; left-alone (not sent, the circuit is open); failed (an error of ours)',
    labels: ['api', 'outcome'],
  },
  LATENCY_BUCKETS,
);
const open = metrics.gauge({
  name: 'wechat_circuit_open',
  help: 'Whether an endpoint of WeChat failed so often that it is left alone but for a trial now and then (1), in any process',
  labels: ['circuit'],
  aggregator: 'max',
});

/** Times one attempt. @param api the endpoint in WeChat's terms, from the code */
export async function measured<T>(api: string, attempt: () => Promise<T>): Promise<T> {
  const began = performance.now();
  let outcome = 'ok';
  try {
    return await attempt();
  } catch (error) {
    outcome = outcomeOf(error);
    throw error;
  } finally {
    durations.labels(api, outcome).observe((performance.now() - began) / 1_000);
  }
}

export function watchCircuit(circuit: string, breaker: Pick<CircuitBreaker, 'isOpen'>): void {
  open.labels(circuit).readBy(() => (breaker.isOpen ? 1 : 0));
}

function outcomeOf(error: unknown): string {
  if (error instanceof WechatUnreachable) return error.reason;
  if (error instanceof WechatBusy) return 'busy';
  if (error instanceof WechatQuotaReached) return 'quota';
  if (error instanceof CredentialsRefused) return 'credentials';
  return error instanceof WechatError ? 'refused' : 'failed';
}
