import { parseSync } from '@swc/core';

/** A promise, and where it is tested: the second line is made from the specs. */
const PROMISE = /^- \*\*([A-Z]\d+)\*\* (.+)(?:\n {2}Tests: .*)?$/gm;
/** What a title begins with: `[F04] …`, `[F04, I3] …`. */
const CITATION = /^\[([A-Z]\d+(?:, [A-Z]\d+)*)\] /;
/** Where a test that protects no promise has lost its way. */
const MUST_CITE = /^test\/(faults|properties)\//;

/** Ids in the titles of suites and tests of a spec, without those that are always skipped. */
export function citationsIn(text) {
  if (!/\[[A-Z]\d/.test(text)) return [];
  const found = new Set();
  const visit = (node) => {
    if (node === null || typeof node !== 'object') return;
    if (node.type === 'CallExpression') {
      if (isSkipped(node.callee)) return;
      const [, ids] = CITATION.exec(textOf(node.arguments[0]?.expression)) ?? [];
      for (const id of ids?.split(', ') ?? []) found.add(id);
    }
    Object.values(node).forEach(visit);
  };
  visit(parseSync(text, { syntax: 'typescript', decorators: true }));
  return [...found];
}

/**
 * What is wrong between the promises and the tests that protect them.
 * @param document text of docs/invariants.md
 * @param specs the specs that Jest runs: paths, with their texts
 */
export function problemsOf(document, specs) {
  const promised = [...document.matchAll(PROMISE)].map(([, id]) => id);
  const cited = citedBy(specs);
  const silent = specs.filter(([path, text]) => MUST_CITE.test(path) && citationsIn(text).length === 0);
  return [
    ...promised.filter((id, at) => promised.indexOf(id) !== at).map((id) => `${id} is promised twice`),
    ...promised.filter((id) => !cited.has(id)).map((id) => `${id} is promised, and no test that runs cites it`),
    ...[...cited].flatMap(([id, paths]) =>
      promised.includes(id) ? [] : [`${id} is cited by ${paths.join(', ')}, and not promised`],
    ),
    ...silent.map(([path]) => `${path} protects no promise`),
  ];
}

/** docs/invariants.md with the tests of each promise as they are. */
export function withTests(document, specs) {
  const cited = citedBy(specs);
  return document.replaceAll(PROMISE, (_, id, says) => {
    const paths = (cited.get(id) ?? []).map((path) => `\`${path}\``);
    return `- **${id}** ${says}\n  Tests: ${paths.join(', ')}`;
  });
}

function citedBy(specs) {
  const cited = new Map();
  for (const [path, text] of specs.toSorted(([a], [b]) => (a < b ? -1 : 1)))
    for (const id of citationsIn(text)) cited.set(id, [...(cited.get(id) ?? []), path]);
  return cited;
}

/** Of `describe.skip`, `it.skip.each(…)`, `xit`; not of `(there ? describe : describe.skip)`, which depends. */
function isSkipped(callee) {
  if (callee.type === 'Identifier') return /^x(it|test|describe)$/.test(callee.value);
  if (callee.type === 'MemberExpression')
    return ['skip', 'todo'].includes(callee.property.value) || isSkipped(callee.object);
  return callee.type === 'CallExpression' && isSkipped(callee.callee);
}

/** Text of a title, up to its first `${`. */
function textOf(expression) {
  if (expression?.type === 'StringLiteral') return expression.value;
  return expression?.type === 'TemplateLiteral' ? expression.quasis[0].raw : '';
}
