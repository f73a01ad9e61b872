import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { clean, planted, type ContextMap } from './plants.js';

interface Cruise {
  readonly rules: readonly string[];
  readonly files: readonly string[];
  readonly unseen: readonly string[];
  readonly violations: readonly { rule: string; from: string; to: string }[];
  readonly edges: readonly (readonly [from: string, to: string])[];
}

const root = join(__dirname, '../..');
const map = JSON.parse(readFileSync(join(root, 'docs/context-map.json'), 'utf8')) as ContextMap;

function cruise(cwd: string): Cruise {
  const script = join(root, 'scripts/check-architecture.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [script, '--json'], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Cruise;
}

describe('the source tree', () => {
  let tree: Cruise;
  beforeAll(() => {
    tree = cruise(root);
  });

  it('[P27] breaks no rule', () => {
    expect(tree.violations).toEqual([]);
  });

  it('was looked at whole', () => {
    expect(tree.files).toContain('libs/shared-kernel/src/index.ts');
    expect(tree.unseen).toEqual([]);
  });

  it('is followed through #… into the sources, not into dist/', () => {
    const targets = new Set(tree.edges.filter(([from]) => from.startsWith('libs/platform/')).map(([, to]) => to));
    expect(targets).toContain('libs/shared-kernel/src/index.ts');
    expect([...targets].filter((to) => to.startsWith('#') || to.startsWith('dist/'))).toEqual([]);
  });

  it('has a place on the context map for every context, and a context for every place', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const names = folders.map(({ name }) => name).filter((name) => !['commands', 'console', 'server'].includes(name));
    expect(names.sort()).toEqual(Object.keys(map).sort());
  });

  it('uses every arrow of the context map', () => {
    const used = new Set(tree.edges.map(([from, to]) => `${from.split('/')[1]} → ${to}`));
    const drawn = Object.entries(map).flatMap(([context, { calls, hears }]) => [
      ...Object.keys(calls).map((callee) => `${context} → src/${callee}/index.ts`),
      ...Object.keys(hears).map((publisher) => `${context} → src/${publisher}/events.ts`),
    ]);
    expect(drawn.filter((arrow) => !used.has(arrow))).toEqual([]);
  });

  it('publishes every event the context map names', () => {
    const named = Object.values(map).flatMap(({ hears }) => Object.entries(hears));
    const missing = named.flatMap(([publisher, events]) => {
      const language = readFileSync(join(root, 'src', publisher, 'events.ts'), 'utf8');
      return events.filter((event) => !language.includes(`'${event}'`));
    });
    expect(missing).toEqual([]);
  });

  it('has its context map drawn in docs/architecture.md as it is', () => {
    const check = spawnSync(process.execPath, ['scripts/context-map.mjs', '--check'], { cwd: root, encoding: 'utf8' });
    expect([check.status, check.stderr]).toEqual([0, '']);
  });
});

describe('the rules', () => {
  const plants = planted(map);
  const innocent = clean(map);
  const tree = mkdtempSync(join(tmpdir(), 'jishi-architecture-'));
  let found: Cruise;

  const rulesBrokenBy = (files: string[]): string[] => [
    ...new Set(found.violations.filter(({ from }) => files.includes(from)).map(({ rule }) => rule)),
  ];

  beforeAll(() => {
    for (const files of [innocent, ...plants.map((plant) => plant.files)]) {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(tree, file)), { recursive: true });
        writeFileSync(join(tree, file), text);
      }
    }
    found = cruise(tree);
  });
  afterAll(() => rmSync(tree, { recursive: true }));

  it.each(plants.map(({ rule, files }) => [rule, Object.keys(files)] as const))(
    '[P27] %s catches %j',
    (rule, files) => {
      expect(rulesBrokenBy([...files])).toEqual([rule]);
    },
  );

  it('leave a file alone that keeps them', () => {
    expect(found.violations.filter(({ from }) => from in innocent)).toEqual([]);
  });

  it('are all tried by a plant', () => {
    expect([...new Set(plants.map(({ rule }) => rule))].sort()).toEqual([...found.rules].sort());
  });
});
