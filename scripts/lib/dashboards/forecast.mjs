import { dashboard, figure, graph } from './panels.mjs';

const told = (name, where = '', ago = '') => `max by (series) (forecast_${name}{job="forecast"${where}}${ago})`;
const thisHour = ',horizon="0h"';

/** Load against its band, one row for each of the two that are forecast. */
const load = (title, series) => [
  title,
  [
    graph('Load, and the band it was expected in', 'reqps', [
      ['now', told('load_now', `,series="${series}"`)],
      ['lower', told('load_lower', `,series="${series}"${thisHour}`)],
      ['upper', told('load_upper', `,series="${series}"${thisHour}`)],
    ]),
    graph('What scaling is asked to bear', 'reqps', [
      ['floor', told('load_floor', `,series="${series}"`)],
      ['now', told('load_now', `,series="${series}"`)],
    ]),
    graph(
      'Expected now, a day ago and an hour ago',
      'reqps',
      ['24h', '1h'].map((ago) => [
        ago,
        told('load_expected', `,series="${series}",horizon="${ago}"`, ` offset ${ago}`),
      ]),
    ),
    graph(
      'Expected in',
      'reqps',
      ['1h', '3h', '6h', '12h', '24h'].map((hours) => [
        hours,
        told('load_expected', `,series="${series}",horizon="${hours}"`),
      ]),
    ),
  ],
];

/** What is expected of the next hours, and how good such forecasts were of late. */
export const forecast = dashboard('jishi-forecast', 'Jishi: load forecast', [
  load('Requests', 'requests'),
  load('Statements and transactions of the database', 'database'),
  [
    'How good it is',
    [
      figure('Forecasts', 'none', 'sum(forecast_ready{job="forecast"})'),
      figure('Age of the oldest', 's', 'max(forecast_age_seconds{job="forecast"})'),
      graph('Error in the latest week, by model', 'percentunit', [
        ['{{series}} {{model}}', 'max by (series, model) (forecast_backtest_error_ratio{job="forecast"})'],
      ]),
      graph('Taken', 'none', [
        ['{{series}} {{model}}', 'max by (series, model) (forecast_model_chosen{job="forecast"}) == 1'],
      ]),
      graph('History', 'h', [['{{series}}', told('history_hours')]]),
      graph('Attempts that failed', 'ops', [
        [
          '{{series}} {{part}}',
          'sum by (series, part) (rate(forecast_failures_total{job="forecast"}[$__rate_interval]))',
        ],
      ]),
    ],
  ],
]);
