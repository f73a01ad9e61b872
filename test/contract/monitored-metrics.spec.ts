import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alertRules, DEPLOY, recordingRules, ruleTests, shownQueries } from '../support/alert-rules.js';
import { readQuery } from '../support/promql.js';

const docs = join(DEPLOY, '../docs');

/** Labels that Prometheus gives to every series of a target; a metric's own `job` it calls exported_job. */
const OF_TARGETS = ['job', 'instance', 'track'];

const known = new Map<string, readonly string[]>([
  ['up', OF_TARGETS],
  ['ALERTS', [...OF_TARGETS, 'alertname', 'alertstate', 'level']],
]);
for (const row of readFileSync(join(docs, 'metrics.md'), 'utf8').matchAll(/^\| *`(\w+)` *\| *(\w+) *\|([^|]*)\|/gm)) {
  const [, name = '', type, cell = ''] = row;
  const own = (cell.match(/\w+/g) ?? []).map((label) => (label === 'job' ? 'exported_job' : label));
  const labels = [...OF_TARGETS, ...own];
  if (type === 'histogram') {
    known.set(`${name}_bucket`, [...labels, 'le']);
    for (const part of ['_sum', '_count']) known.set(name + part, labels);
  } else known.set(name, labels);
}
for (const { record, expr, labels = {} } of recordingRules) {
  const { selected, grouping } = readQuery(expr);
  const inherited = selected.flatMap(({ metric }) => (metric.includes(':') ? (known.get(metric) ?? []) : []));
  known.set(record, [...(known.get(record) ?? []), ...grouping, ...Object.keys(labels), ...inherited]);
}

const queries = [
  ...recordingRules.map(({ record, expr }) => [`the figure ${record}`, expr] as const),
  ...alertRules.map(({ alert, expr }) => [`the alert ${alert}`, expr] as const),
  ...shownQueries,
  ...ruleTests.flatMap(({ name, input_series: input }) =>
    input.map(({ series }) => [`the test "${name}"`, series] as const),
  ),
];

describe('what docs/metrics.md does not list is asked for nowhere', () => {
  it.each([...new Map(queries.map((query) => [query.join(), query])).values()])('%s: %s', (_, query) => {
    const { selected, grouping } = readQuery(query);
    expect(selected.map(({ metric }) => metric).filter((metric) => !known.has(metric))).toEqual([]);
    for (const { metric, labels } of selected) {
      expect({ metric, unknown: labels.filter((label) => !known.get(metric)?.includes(label)) }).toEqual({
        metric,
        unknown: [],
      });
    }
    const all = selected.flatMap(({ metric }) => known.get(metric) ?? []);
    expect(grouping.filter((label) => !all.includes(label))).toEqual([]);
  });
});

it('a query that is no PromQL, or names a metric or a label that is none, is seen', () => {
  expect(() => readQuery('sum(rate(x[5m])')).toThrow('No PromQL');
  expect(readQuery('sum by (a) (rate(x{b="1"}[5m])) / on (c) y')).toEqual({
    selected: [
      { metric: 'x', labels: ['b'] },
      { metric: 'y', labels: [] },
    ],
    grouping: ['a', 'c'],
  });
});
