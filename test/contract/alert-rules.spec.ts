import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alertNames, alertRules, DEPLOY, filesOf, ruleTests } from '../support/alert-rules.js';
import { findProgram } from '../support/programs.js';

const promtool = findProgram(['promtool'], { suite: 'alert rules', install: 'prometheus' });

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(promtool ?? '', args, { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

(promtool ? describe : describe.skip)('Prometheus itself', () => {
  it('takes the configuration and the rules', () => {
    expect(run('check', 'config', join(DEPLOY, 'prometheus/prometheus.yml'))).toMatchObject({ status: 0 });
    expect(run('check', 'rules', '--lint=all', '--lint-fatal', ...filesOf('prometheus/rules'))).toMatchObject({
      status: 0,
    });
  });

  it.each(filesOf('prometheus/tests'))('sees alerts fire, stay silent and resolve as %s says', (file) => {
    const { status, output } = run('test', 'rules', file);
    expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('SUCCESS') });
  });
});

describe('each alert', () => {
  const tested = ruleTests.flatMap(({ alert_rule_test: cases = [] }) => cases);

  it.each(alertNames)('%s is seen to fire, and to be silent unless it is the one that never is', (name) => {
    const cases = tested.filter(({ alertname }) => alertname === name);
    expect(cases.some(({ exp_alerts: alerts }) => alerts.length > 0)).toBe(true);
    expect(cases.some(({ exp_alerts: alerts }) => alerts.length === 0)).toBe(name !== 'Watchdog');
  });

  it('says how urgent it is, what it is, and where to read on', () => {
    for (const { alert, labels, annotations } of alertRules) {
      expect(labels).toEqual({ level: expect.stringMatching(/^P[123]$/) });
      expect(annotations).toEqual({
        summary: expect.stringMatching(/ · .*\p{Script=Han}/u),
        description: expect.any(String),
        runbook_url: `docs/operations.md#${alert.toLowerCase()}`,
      });
    }
  });
});

describe('the run book', () => {
  const operations = readFileSync(join(DEPLOY, '../docs/operations.md'), 'utf8');
  const part = operations.split(/^## /m).find((text) => text.startsWith('Run book\n')) ?? '';
  const sections = part.split(/^### /m).slice(1);

  it('has a section for each alert, and none for what is no alert', () => {
    expect(sections.map((text) => text.split('\n')[0]).toSorted()).toEqual(alertNames.toSorted());
  });

  it.each(sections.map((text) => [text.split('\n')[0], text] as const))(
    '%s has the level, what it means, where to look and what to do',
    (name, text) => {
      const levels = alertRules.filter(({ alert }) => alert === name).map(({ labels }) => labels['level'] ?? '');
      expect([...new Set(text.match(/\bP[123]\b/g))].toSorted()).toEqual(expect.arrayContaining(levels.toSorted()));
      for (const word of ['**Means.**', '**Look.**', '**Do.**']) expect(text).toContain(word);
    },
  );
});
