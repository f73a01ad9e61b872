import { dashboard, graph, quantile, rate } from './panels.mjs';

const http = 'http_server_request_duration_seconds';
const by = 'track';

const answered = 'haproxy_server_http_responses_total';
const perServer = (metric, where = '') =>
  `sum by (proxy, server) (rate(${metric}{job="gateway"${where}}[$__rate_interval]))`;
const server = '{{proxy}}/{{server}}';

/** The canary beside what runs already: every graph has a line for each. */
export const canary = dashboard('jishi-canary', 'Jishi: canary against stable', [
  [
    'What shoppers notice',
    [
      graph('5xx', 'percentunit', [['{{track}}', 'job_track:http_errors:ratio_rate5m{job="jishi"}']]),
      graph('Refused with 4xx', 'percentunit', [
        ['{{track}}', `${rate(`${http}_count`, { by, where: ',status=~"4.."' })} / ${rate(`${http}_count`, { by })}`],
      ]),
      graph('P50', 's', [['{{track}}', quantile(0.5, http, { by })]]),
      graph('P99', 's', [['{{track}}', quantile(0.99, http, { by })]]),
      graph('Requests', 'reqps', [['{{track}}', 'job_track:http_requests:rate5m{job="jishi"}']]),
      graph('Versions', 'none', [
        ['{{track}} {{version}}', 'count by (track, version) (jishi_build_info{job="jishi"})'],
      ]),
    ],
  ],
  [
    'At the gateway, by server',
    [
      graph('Requests', 'reqps', [[server, perServer(answered)]]),
      graph('5xx', 'percentunit', [[server, `${perServer(answered, ',code="5xx"')} / ${perServer(answered)}`]]),
      graph('No answer', 'reqps', [[server, perServer('haproxy_server_response_errors_total')]]),
      graph("Served in the canary's place", 'reqps', [
        ['stable', perServer(answered, ',proxy="canary",server="stable"')],
      ]),
      graph('Connections that failed', 'reqps', [[server, perServer('haproxy_server_connection_errors_total')]]),
      graph('Servers that pass their checks', 'none', [
        ['{{proxy}}', 'sum by (proxy) (haproxy_server_status{job="gateway",state="UP",server!="stable"})'],
      ]),
    ],
  ],
  [
    'What the shop earns, for each request',
    [
      graph('Orders', 'percentunit', [
        ['{{track}}', `${rate('orders_placed_total', { by })} / ${rate(`${http}_count`, { by })}`],
      ]),
      graph('Payments that failed', 'percentunit', [
        [
          '{{track}}',
          `${rate('payments_total', { by, where: ',outcome!="paid"' })} / ${rate('payments_total', { by })}`,
        ],
      ]),
      graph('Notification to answer, P99', 's', [
        ['{{track}}', quantile(0.99, 'payment_notification_duration_seconds', { by })],
      ]),
    ],
  ],
  [
    'What it costs',
    [
      graph('Processor for each request', 's', [
        ['{{track}}', `${rate('process_cpu_seconds_total', { by })} / ${rate(`${http}_count`, { by })}`],
      ]),
      graph('Memory of an instance', 'bytes', [
        ['{{track}}', 'avg by (track) (process_resident_memory_bytes{job="jishi"})'],
      ]),
      graph('Event loop, P99 lag', 's', [
        ['{{track}}', 'max by (track) (nodejs_eventloop_lag_p99_seconds{job="jishi"})'],
      ]),
    ],
  ],
]);
