import { VizLegendOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { DashboardBuilder, DatasourceVariableBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';

const WIDTH = 8;
const HEIGHT = 8;

const datasource = { type: 'prometheus', uid: '${datasource}' };
const query = ([legend, expr], number) =>
  new DataqueryBuilder()
    .refId(String.fromCharCode(65 + number))
    .expr(expr)
    .legendFormat(legend)
    .datasource(datasource);

function panel(builder, { title, unit, queries, help, width = WIDTH, height = HEIGHT }) {
  const made = builder.title(title).unit(unit).span(width).height(height).datasource(datasource);
  if (help) made.description(help);
  return made.targets(queries.map(query));
}

const legend = new VizLegendOptionsBuilder().showLegend(true).displayMode('list').placement('bottom');
const lines = () => new TimeSeries().legend(legend).fillOpacity(8).showPoints('never').spanNulls(false);

/** Lines over time, from 0 on. @param queries pairs of a legend and its PromQL; @param unit in Grafana's terms: s, reqps, percentunit … */
export const graph = (title, unit, queries, more = {}) => panel(lines().min(0), { title, unit, queries, ...more });

/** Lines that may fall below 0. */
export const balance = (title, unit, queries, more = {}) => panel(lines(), { title, unit, queries, ...more });

/** The newest value, large. */
export const figure = (title, unit, expr) =>
  panel(new Stat(), { title, unit, queries: [['', expr]], width: 4, height: 4 });

/** @param rows a title and its panels each */
export function dashboard(uid, title, rows, variables = []) {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .tags(['jishi'])
    .time({ from: 'now-6h', to: 'now' })
    .refresh('30s')
    .timezone('browser')
    .tooltip(1)
    .withVariable(new DatasourceVariableBuilder('datasource').type('prometheus'));
  for (const variable of variables) builder.withVariable(variable);
  for (const [name, panels] of rows) {
    builder.withRow(new RowBuilder(name));
    for (const one of panels) builder.withPanel(one);
  }
  return numbered(builder.build());
}

// Grafana numbers what has no number anew at each load, and links to one panel would break.
const numbered = (made) => ({ ...made, panels: made.panels.map((one, at) => ({ ...one, id: at + 1 })) });

/** Seconds below which this share of what a histogram saw lies. @param by labels to keep, besides le */
export const quantile = (share, histogram, { by = '', where = '' } = {}) =>
  `histogram_quantile(${share}, sum by (${by ? `${by}, ` : ''}le) (rate(${histogram}_bucket{job="jishi"${where}}[$__rate_interval])))`;

/** Events a second. */
export const rate = (counter, { by = '', where = '' } = {}) =>
  `sum by (${by}) (rate(${counter}{job="jishi"${where}}[$__rate_interval]))`;
