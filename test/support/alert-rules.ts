import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

export const DEPLOY = join(__dirname, '../../deploy');

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** One case of promtool's, as far as it is looked at here. */
export interface RuleTest {
  readonly name: string;
  readonly input_series: readonly { readonly series: string }[];
  readonly alert_rule_test?: readonly { readonly alertname: string; readonly exp_alerts: readonly unknown[] }[];
}

interface RuleFile {
  readonly groups: readonly { readonly rules: readonly (AlertRule | RecordingRule)[] }[];
}

export const filesOf = (folder: string): readonly string[] =>
  readdirSync(join(DEPLOY, folder)).map((file) => join(DEPLOY, folder, file));

const parsed = <T>(file: string) => load(readFileSync(file, 'utf8')) as T;

const rules = filesOf('prometheus/rules')
  .flatMap((file) => parsed<RuleFile>(file).groups)
  .flatMap((group) => group.rules);

export const alertRules = rules.filter((rule): rule is AlertRule => 'alert' in rule);
export const recordingRules = rules.filter((rule): rule is RecordingRule => 'record' in rule);
export const ruleTests = filesOf('prometheus/tests').flatMap(
  (file) => parsed<{ tests: readonly RuleTest[] }>(file).tests,
);
export const alertNames = [...new Set(alertRules.map(({ alert }) => alert))];

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

/** What the dashboards and the run book ask Prometheus for: who asks, and the PromQL. */
export const shownQueries: readonly (readonly [string, string])[] = [
  ...filesOf('grafana/dashboards').flatMap((file) => {
    const { title, panels } = JSON.parse(readFileSync(file, 'utf8')) as { title: string; panels: readonly Panel[] };
    return panels.flatMap((panel) =>
      (panel.targets ?? []).map(({ expr }) => [`the panel ${panel.title} of ${title}`, expr] as const),
    );
  }),
  ...[...readFileSync(join(DEPLOY, '../docs/operations.md'), 'utf8').matchAll(/^```promql\n(.*?)^```/gms)]
    .flatMap(([, block = '']) => block.trim().split('\n'))
    .map((line) => ['the run book', line] as const),
];
