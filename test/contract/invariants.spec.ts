import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { citationsIn, problemsOf, withTests } from '../../scripts/lib/promises.mjs';

const DOCUMENT = '# Promises\n\n- **I1** Nothing is lost.\n- **F02** Nothing is done twice.\n  Tests: `old.spec.ts`\n';
const KEPT = ['test/faults/a.spec.ts', "describe('[I1, F02] a shop', () => {});"] as const;

describe('docs/invariants.md', () => {
  it('has a test for each promise, a promise for each test that cites one, and lists them as they are', () => {
    const check = spawnSync(process.execPath, ['scripts/invariants.mjs', '--check'], {
      cwd: join(__dirname, '../..'),
      encoding: 'utf8',
    });
    expect([check.status, check.stderr]).toEqual([0, '']);
  });
});

describe('a citation', () => {
  it.each([
    ['a test', "it('[I1] sells', () => {});"],
    ['a suite', "describe('[I1] a shop', () => { it('sells', () => {}); });"],
    ['a suite that needs a service', "(there ? describe : describe.skip)('[I1] a shop', () => {});"],
    ['a title with values', 'it(`[I1] sells ${STOCK}`, () => {});'],
    ['a table of tests', "it.each([1])('[I1] sells %i', () => {});"],
    ['a test in a suite', "describe('a shop', () => { onEachDatabase([], () => { test('[I1] sells', f); }); });"],
  ])('is read from the title of %s', (_, text) => {
    expect(citationsIn(text)).toEqual(['I1']);
  });

  it.each([
    ['a test that is skipped', "it.skip('[I1] sells', () => {});"],
    ['a test that is still to be written', "it.todo('[I1] sells');"],
    ['a table that is skipped', "it.skip.each([1])('[I1] sells %i', () => {});"],
    ['a test that is crossed out', "xit('[I1] sells', () => {});"],
    ['a suite that is skipped', "describe.skip('[I1] a shop', () => {});"],
    ['a test in a suite that is skipped', "describe.skip('a shop', () => { it('[I1] sells', () => {}); });"],
    ['a comment', "// it('[I1] sells')"],
    ['the middle of a title', "it('sells [I1]', () => {});"],
  ])('counts for nothing in %s', (_, text) => {
    expect(citationsIn(text)).toEqual([]);
  });
});

describe('promises and tests', () => {
  it('that keep one another have no problem', () => {
    expect(problemsOf(DOCUMENT, [KEPT])).toEqual([]);
  });

  it.each([
    ['I1 is promised, and no test that runs cites it', DOCUMENT, ['src/a.spec.ts', "it('[F02] sells', f);"]],
    [
      'I1 is promised, and no test that runs cites it',
      DOCUMENT,
      ['src/a.spec.ts', "it('[F02] b', f); xit('[I1] c', f)"],
    ],
    ['I9 is cited by src/a.spec.ts, and not promised', DOCUMENT, ['src/a.spec.ts', "it('[I1, F02, I9] sells', f);"]],
    ['I1 is promised twice', `${DOCUMENT}- **I1** Again.\n`, KEPT],
  ] as const)('are caught: %s', (problem, document, spec) => {
    expect(problemsOf(document, [spec])).toEqual([problem]);
  });

  it('are caught: a spec of faults or properties that protects nothing, and no other', () => {
    const silent = ['test/faults/b.spec.ts', 'test/properties/c.spec.ts', 'src/d.spec.ts'];
    const specs = silent.map((path) => [path, "it('sells', f);"] as const);
    expect(problemsOf(DOCUMENT, [KEPT, ...specs])).toEqual([
      'test/faults/b.spec.ts protects no promise',
      'test/properties/c.spec.ts protects no promise',
    ]);
  });

  it('stand side by side, in alphabetical order, whatever stood there before', () => {
    const written = withTests(DOCUMENT, [KEPT, ['src/z.spec.ts', "it('[F02] sells', f);"]]);
    expect(written).toBe(
      '# Promises\n\n- **I1** Nothing is lost.\n  Tests: `test/faults/a.spec.ts`\n' +
        '- **F02** Nothing is done twice.\n  Tests: `src/z.spec.ts`, `test/faults/a.spec.ts`\n',
    );
    expect(withTests(written, [KEPT, ['src/z.spec.ts', "it('[F02] sells', f);"]])).toBe(written);
  });
});
