import { labelValues, numbers } from './prometheus.mjs';

/** Of the gateway. Answers are counted by server: in the canary's backend are also those that the live slot gave in its place. */
const asked = 'haproxy_backend_sessions_total';
const answered = 'haproxy_server_http_responses_total';
const unanswered = 'haproxy_server_response_errors_total';
const clientGone = 'haproxy_backend_client_aborts_total';
const inFlight = 'haproxy_backend_current_sessions';
/** Of the shop; probes are nobody's requests. */
const duration = 'http_server_request_duration_seconds';
const shop = (track, more = '') => `{job="jishi",track="${track}",route!~"/health.*"${more}}`;
const gateway = (proxy, more = '') => `{job="gateway",proxy="${proxy}"${more}}`;
const OWN = ',server!="stable"';

/**
 * What became of requests in the last seconds, on the canary and on the live slot.
 * - `requests`, `failures`: sent there, and not answered by its own servers otherwise than with 5xx. HAProxy counts a request as unanswered only where it
 *   answers 502 itself; what is neither answered nor begun (more under way than before) nor given up by its client is one as well. `delta` and `increase` go
 *   beyond their window alike, so that what only waits is no failure.
 * - `timed`, `slow`: answers the shop has timed, and how many took longer than the bound. Stable's are those of the routes that the canary serves too: much of its
 *   other traffic is answered out of memory, and would make any canary look slow.
 * - `up`: servers of the canary that pass their checks.
 * Null: not known.
 * @throws PrometheusFailure
 */
export async function figuresOf(prometheus, { live, seconds, slowSeconds }) {
  const within = `[${seconds}s]`;
  const grown = (selected) => `sum(increase(${selected}${within}))`;
  const onBoth = `and on (method, route) increase(${duration}_count${shop('canary')}${within}) > 0`;
  const shared = (selected) => `sum(increase(${selected}${within}) ${onBoth})`;
  const fast = `,le="${slowSeconds}"`;
  const traffic = (proxy, own = '') => ({
    [`${proxy} asked`]: grown(asked + gateway(proxy)),
    [`${proxy} served`]: grown(answered + gateway(proxy, `${own},code!="5xx"`)),
    [`${proxy} refused`]: grown(answered + gateway(proxy, `${own},code="5xx"`)),
    [`${proxy} unanswered`]: grown(unanswered + gateway(proxy, own)),
    [`${proxy} given up`]: grown(clientGone + gateway(proxy)),
    [`${proxy} begun`]: `sum(delta(${inFlight}${gateway(proxy)}${within}))`,
  });
  const raw = await numbers(prometheus, {
    ...traffic('canary', OWN),
    ...traffic(live),
    inItsPlace: grown(answered + gateway('canary', ',server="stable"')),
    canaryTimed: grown(`${duration}_count${shop('canary')}`),
    canaryFast: grown(`${duration}_bucket${shop('canary', fast)}`),
    stableTimed: shared(`${duration}_count${shop('stable')}`),
    stableFast: shared(`${duration}_bucket${shop('stable', fast)}`),
    up: `sum(haproxy_server_status${gateway('canary', `${OWN},state="UP"`)})`,
  });
  const failures = (proxy, inItsPlace) => {
    const of = (what) => raw[`${proxy} ${what}`];
    const known = sum(of('refused'), of('unanswered'), inItsPlace);
    const missing = difference(of('asked'), sum(of('served'), of('given up'), of('begun')));
    return known === null || missing === null ? null : Math.max(known, missing);
  };
  return {
    canary: {
      requests: sum(raw['canary asked']),
      failures: failures('canary', raw.inItsPlace),
      timed: sum(raw.canaryTimed),
      slow: difference(raw.canaryTimed, raw.canaryFast),
      up: raw.up,
    },
    stable: {
      requests: sum(raw[`${live} asked`]),
      failures: failures(live, 0),
      timed: sum(raw.stableTimed),
      slow: difference(raw.stableTimed, raw.stableFast),
    },
  };
}

/** Versions that run as these targets. @throws PrometheusFailure */
export const versionsOf = (prometheus, selector) =>
  labelValues(
    prometheus,
    `jishi_build_info{job="jishi",${selector}} and on (instance) up{job="jishi"} == 1`,
    'version',
  );

// `increase` extrapolates to the ends of its window: what it says is no whole number.
const sum = (...parts) => (parts.includes(null) ? null : Math.round(parts.reduce((a, b) => a + b, 0)));
const difference = (all, part) => (all === null || part === null ? null : Math.max(0, Math.round(all - part)));
