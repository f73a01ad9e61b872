import { QueryVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { balance, dashboard, figure, graph, quantile, rate } from './panels.mjs';

const http = 'http_server_request_duration_seconds';
const where = ',track=~"$track"';
const track = new QueryVariableBuilder('track')
  .query('label_values(up{job="jishi"}, track)')
  .datasource({ type: 'prometheus', uid: '${datasource}' })
  .includeAll(true)
  .multi(true)
  .refresh(2);

/** What shoppers notice: rate, errors, duration; the objectives; the processes. */
export const service = dashboard(
  'jishi-service',
  'Jishi: service',
  [
    [
      'Now',
      [
        figure('Instances up', 'none', `sum(up{job="jishi"${where}})`),
        figure('Alerts', 'none', 'sum(ALERTS{alertstate="firing"}) or vector(0)'),
        figure('Requests', 'reqps', `sum(job_track:http_requests:rate5m{job="jishi"${where}})`),
        figure('5xx', 'percentunit', `max(job_track:http_errors:ratio_rate5m{job="jishi"${where}})`),
        figure('P99', 's', quantile(0.99, http, { where })),
        figure('In flight', 'none', `sum(http_server_active_requests{job="jishi"${where}})`),
      ],
    ],
    [
      'Rate, errors, duration',
      [
        graph('Requests by route', 'reqps', [
          ['{{method}} {{route}}', `topk(12, ${rate(`${http}_count`, { by: 'method, route', where })})`],
        ]),
        graph('Failures by route', 'reqps', [
          [
            '{{method}} {{route}} {{status}}',
            rate(`${http}_count`, { by: 'method, route, status', where: `${where},status=~"5.."` }),
          ],
        ]),
        graph('Duration', 's', [
          ['P50', quantile(0.5, http, { where })],
          ['P95', quantile(0.95, http, { where })],
          ['P99', quantile(0.99, http, { where })],
        ]),
        graph('P99 by route', 's', [
          ['{{method}} {{route}}', `topk(12, ${quantile(0.99, http, { by: 'method, route', where })})`],
        ]),
        graph('Refused to protect the rest (503)', 'reqps', [
          ['{{reason}}', rate('http_server_shed_requests_total', { by: 'reason', where })],
        ]),
        graph('Refused by a rate limit (429)', 'reqps', [
          ['{{limit}}', rate('rate_limited_requests_total', { by: 'limit', where })],
        ]),
      ],
    ],
    [
      'Objectives, over 30 days',
      [
        balance(
          'Error budget left',
          'percentunit',
          [
            [
              '{{slo}}',
              '1 - sum by (slo) (sum_over_time(slo:errors:rate5m[30d])) / sum by (slo) (sum_over_time(slo:requests:rate5m[30d])) / on (slo) slo:error_budget:ratio',
            ],
          ],
          { width: 12, help: 'Below 0 the objective is missed. docs/operations.md says what they are.' },
        ),
        graph(
          'Burn rate in the last hour',
          'none',
          [['{{slo}}', 'slo:errors:ratio_rate1h / on (slo) group_left () slo:error_budget:ratio']],
          { width: 12, help: '1 uses up the budget in exactly 30 days. Somebody is called at 14.4.' },
        ),
      ],
    ],
    [
      'Processes',
      [
        graph('Event loop, P99 lag', 's', [['{{instance}}', `nodejs_eventloop_lag_p99_seconds{job="jishi"${where}}`]]),
        graph('Garbage collection in a minute', 's', [
          ['{{instance}} {{kind}}', `60 * ${rate('nodejs_gc_duration_seconds_sum', { by: 'instance, kind', where })}`],
        ]),
        graph('Processor', 'percentunit', [
          ['{{instance}}', rate('process_cpu_seconds_total', { by: 'instance', where })],
        ]),
        graph('Memory', 'bytes', [
          ['{{instance}} resident', `process_resident_memory_bytes{job="jishi"${where}}`],
          ['{{instance}} heap', `nodejs_heap_size_used_bytes{job="jishi"${where}}`],
        ]),
        graph('Versions', 'none', [['{{version}}', `count by (version) (jishi_build_info{job="jishi"${where}})`]]),
      ],
    ],
  ],
  [track],
);
