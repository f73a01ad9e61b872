import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';

const ROOT = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const WORKFLOWS = readdirSync(join(ROOT, '.github/workflows')).map((file) => join('.github/workflows', file));
const PIPELINES = ['Jenkinsfile', ...WORKFLOWS];

/** Stages of deploy/pipeline, in the sequence of a release. */
const STAGES = ['staging', 'canary', 'promote'];
const called = (text: string) => [...text.matchAll(/deploy\/pipeline (\w+)/g)].map(([, stage = '']) => stage);

/** What GitHub's parser says against workflows, by their names. */
function problemsOf(workflows: Readonly<Record<string, string>>): Record<string, string[]> {
  const options = ['--bundle', '--platform=node', '--format=cjs', '--log-level=error'];
  const bundler = join(ROOT, 'node_modules/.bin/esbuild');
  const program = execFileSync(bundler, [join(ROOT, 'test/support/workflow-problems.mjs'), ...options], {
    maxBuffer: 2 ** 28,
  });
  const folder = mkdtempSync(join(tmpdir(), 'jishi-workflows-'));
  try {
    writeFileSync(join(folder, 'parser.cjs'), program);
    const input = JSON.stringify(workflows);
    return JSON.parse(
      execFileSync(process.execPath, [join(folder, 'parser.cjs')], { input, encoding: 'utf8' }),
    ) as Record<string, string[]>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it('workflows are such by the parser of GitHub', () => {
  const broken = read('.github/workflows/release.yml').replace('runs-on:', 'runs-at:');
  const problems = problemsOf({ ...Object.fromEntries(WORKFLOWS.map((file) => [file, read(file)])), broken });
  expect(problems).toEqual({
    ...Object.fromEntries(WORKFLOWS.map((file) => [file, []])),
    broken: expect.arrayContaining([expect.any(String)]),
  });
});

describe.each(WORKFLOWS)('%s', (file) => {
  it('may read by default, and has the history that the release before needs', () => {
    const { permissions } = load(read(file)) as { permissions: object };
    expect(permissions).toEqual({ contents: 'read' });
    for (const [step] of read(file).matchAll(/uses: actions\/checkout@v\d+\n(?:.*\n){0,5}? {6}- run: \.ci\/run/g)) {
      expect(step).toContain('fetch-depth: 0');
    }
  });
});

describe('.github/workflows/release.yml', () => {
  interface Job {
    readonly needs?: string | readonly string[];
    readonly environment?: string;
    readonly steps: readonly object[];
  }
  const { jobs } = load(read('.github/workflows/release.yml')) as { jobs: Record<string, Job> };

  it('goes from a test to everybody, and asks somebody before shoppers see it', () => {
    expect(Object.keys(jobs)).toEqual(['test', 'image', ...STAGES]);
    const before = (name: string) => [jobs[name]?.needs ?? []].flat().at(-1);
    expect(['image', ...STAGES].map(before)).toEqual(['test', 'image', 'staging', 'canary']);
    expect(jobs['canary']?.environment).toBe('production');
    for (const stage of STAGES) expect(called(JSON.stringify(jobs[stage]?.steps))[0]).toBe(stage);
  });

  it('takes everybody off the canary when something fails, but not where nobody can tell', () => {
    for (const stage of ['canary', 'promote'])
      expect(called(JSON.stringify(jobs[stage]?.steps))).toEqual([stage, 'abandon']);
    expect(JSON.stringify(jobs['canary'])).toContain("steps.canary.outputs.code != '4'");
  });
});

describe('Jenkinsfile', () => {
  const text = read('Jenkinsfile');

  it('has its stages in the sequence of a release, with somebody asked before shoppers see it', () => {
    const stages = [...text.matchAll(/^ {4}stage\('(\w+)'\)/gm)].map(([, name]) => name);
    expect(stages).toEqual(['Build', 'Test', 'Push', 'Staging', 'Approval', 'Canary', 'Promote']);
    expect(text).toMatch(/stage\('Approval'\) \{[^]*?input message[^]*?stage\('Canary'\)/);
    expect(called(text)).toEqual(['staging', 'canary', 'canary', 'promote', 'abandon']);
  });

  it('abandons only a canary that has begun', () => {
    expect(text.match(/env\.CANARY_BEGAN = /g)).toHaveLength(1);
    expect(text).toMatch(/stage\('Canary'\)[^]*?env\.CANARY_BEGAN = 'yes'\s+def code = [^]*?pipeline canary/);
    expect(text).toMatch(/if \(env\.CANARY_BEGAN\) \{\s+withCredentials[^]*?pipeline abandon/);
  });

  it('closes every brace and quotation mark', () => {
    const code = text.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\/.*$/gm, '');
    expect(code).not.toMatch(/['"]/);
    let depth = 0;
    for (const letter of code.replace(/[^{}]/g, '')) {
      depth += letter === '{' ? 1 : -1;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
  });
});

it.each(PIPELINES)('%s calls only what is there', (file) => {
  const paths = [...read(file).matchAll(/(?<![\w/.])((?:\.ci|deploy|docker|scripts)\/[\w./-]*\w)/g)].map(
    ([, path = '']) => path,
  );
  const mentioned = paths.filter((path) => !/^docker\/[\w-]+-action$/.test(path));
  expect(mentioned).not.toEqual([]);
  expect(mentioned.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

describe('deploy/pipeline', () => {
  const DIGEST = `sha256:${'d'.repeat(64)}`;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jishi-pipeline-'));
    mkdirSync(join(folder, 'deploy'));
    copyFileSync(join(ROOT, 'deploy/pipeline'), join(folder, 'deploy/pipeline'));
    plant('helm', 0);
    plant('npm', 0);
    plant('deploy/release', 0);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A program that writes down how it was called, and answers. */
  function plant(path: string, code: number, answer = ''): void {
    const file = join(folder, path);
    writeFileSync(file, `#!/bin/sh\necho "\${0##*/} $*" >> '${folder}/calls'\necho '${answer}'\nexit ${code}\n`);
    chmodSync(file, 0o755);
  }

  function run(...args: readonly string[]): { code: number | null; calls: readonly string[] } {
    const env = {
      PATH: `${folder}:${process.env['PATH']}`,
      IMAGE_REPOSITORY: 'registry.example.com/jishi',
      HELM_VALUES: 'staging.yaml',
      STAGING_URL: 'https://staging.example.com',
    };
    const { status } = spawnSync(join(folder, 'deploy/pipeline'), args, { env, stdio: 'ignore' });
    const calls = existsSync(join(folder, 'calls'))
      ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')
      : [];
    return { code: status, calls };
  }

  it('tries a version on staging: installed, and a journey played against it', () => {
    const { code, calls } = run('staging', DIGEST);
    expect(code).toBe(0);
    expect(calls).toEqual([
      expect.stringMatching(
        /^helm upgrade shop .* --install --atomic --values staging\.yaml .*image\.digest=sha256:d+,canary/,
      ),
      expect.stringMatching(/^npm run .* demo$/),
    ]);
  });

  it('starts the canary before anybody is sent there, and answers as the release tool does', () => {
    plant('helm', 0, JSON.stringify({ canary: { image: { digest: DIGEST } } }));
    plant('deploy/release', 4);
    const { code, calls } = run('canary', DIGEST, '--steps', '1,10');
    expect(code).toBe(4);
    expect(calls).toEqual([
      expect.stringMatching(/^helm get values shop /),
      expect.stringMatching(/^helm upgrade shop .*canary\.enabled=true,canary\.image\.digest=sha256:d+$/),
      'release canary --steps 1,10',
    ]);
  });

  it.each([
    ['none', 'null'],
    ['an earlier version', JSON.stringify({ canary: { image: { digest: 'sha256:e' } } })],
  ])('gives a canary none of the shoppers that %s was left with', (_, values) => {
    plant('helm', 0, values);
    expect(run('canary', DIGEST).calls).toEqual([
      expect.stringMatching(/^helm get values shop /),
      'release rollback',
      expect.stringMatching(/^helm upgrade shop .*canary\.enabled=true/),
      'release canary',
    ]);
  });

  it('sends nobody to a canary that could not be started', () => {
    plant('helm', 1);
    expect(run('canary', DIGEST)).toEqual({ code: 1, calls: [expect.stringMatching(/^helm /)] });
  });

  it('ends a canary only after its version is live, or everybody is off it', () => {
    expect(run('promote', DIGEST).calls).toEqual([
      expect.stringMatching(/^helm upgrade .* --atomic --set image\.digest=sha256:d+$/),
      'release rollback',
      expect.stringMatching(/^helm upgrade .*canary\.enabled=false$/),
    ]);
    rmSync(join(folder, 'calls'));
    plant('deploy/release', 1);
    expect(run('abandon', DIGEST)).toEqual({ code: 1, calls: ['release rollback'] });
  });

  it.each([[[]], [['canary']], [['canary', 'latest']], [['destroy', DIGEST]]])('refuses %j', (args) => {
    expect(run(...args)).toEqual({ code: 2, calls: [] });
  });
});
