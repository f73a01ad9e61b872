import { brokenConventions } from '../contract/conventions.js';
import { ENDPOINTS, fullPath, isOwnPath } from '../contract/endpoints.js';
import { ApiDocument } from '../support/api-document.js';
import { CheckoutCopy, type Outcome } from '../support/checkout-copy.js';
import { freePort } from '../support/shop-process.js';

/**
 * Follows docs/add-a-context.md on one copy of the checkout, and makes other things on it that the page does not show.
 * About a minute and a half of work, most of it the compiler's: all tests look at the same copy.
 */
jest.setTimeout(900_000);

/** What the generators must also be good for: names of two words, a vowel, a plural, a verb that is not regular. */
const BESIDES = [
  'npm run new:context -- entry-ticket --plural entry-passes',
  'npm run new:use-case -- entry-ticket tear-off-stub',
  'npm run new:use-case -- order hold-order',
  'npm run new:use-case -- catalog freeze-category',
  'npm run new:use-case -- notification greet-holder --reacts-to entry-ticket.created',
];
const ITS_TESTS = [
  'src/entry-ticket',
  'greet-holder',
  'hold-order',
  'freeze-category',
  'auth/adapters/permissions',
  'contract/errors-doc',
  'contract/glossary',
  'contract/readme',
  'mini-program/test/errors',
];

interface Step {
  readonly language: string;
  readonly text: string;
}

function stepsOf(page: string): Step[] {
  return [...page.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language = '', text = '']) => ({ language, text }));
}

const copy = new CheckoutCopy();
const outcomes: Outcome[] = [];
let url: string;
let lint: Outcome;
let tests: Outcome;

async function serve(): Promise<void> {
  const server = copy.start('npm start', { environment: { PORT: new URL(url).port } });
  let output = '';
  server.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  server.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const isReady = () =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  // Building takes as long as it takes: `until` would give up.
  while (server.exitCode === null && !(await isReady())) await new Promise((resolve) => setTimeout(resolve, 200));
  outcomes.push({ command: 'npm start', code: server.exitCode ?? 0, output });
}

async function follow({ language, text }: Step): Promise<void> {
  if (language === 'diff') return apply(text);
  if (language !== 'sh') throw new Error(`Nobody knows how to follow a block of ${language}`);
  for (const command of text.trim().split('\n')) {
    if (command === 'npm start') await serve();
    else if (command === 'npm run types') for (const more of [...BESIDES, command]) outcomes.push(await copy.run(more));
    else outcomes.push(await copy.run(command.replaceAll('http://localhost:3000', url)));
  }
}

async function apply(patch: string): Promise<void> {
  const outcome = await copy.run(`git apply - <<'END_OF_PATCH'\n${patch}END_OF_PATCH`);
  outcomes.push({ ...outcome, command: patch.split('\n').slice(0, 2).join(' ') });
}

beforeAll(async () => {
  url = `http://localhost:${await freePort()}`;
  for (const step of stepsOf(copy.read('docs/add-a-context.md'))) await follow(step);
  const files = copy.changed();
  const sources = files.filter((path) => path.endsWith('.ts'));
  [lint, tests] = await Promise.all([
    copy.run(`npx prettier --check ${files.join(' ')} && npx eslint --max-warnings 0 ${sources.join(' ')}`),
    copy.run(`npx jest ${ITS_TESTS.join(' ')}`),
  ]);
});
afterAll(() => copy.remove());

it('the page is followed to its end without a step by hand', () => {
  expect(outcomes.filter(({ code }) => code !== 0)).toEqual([]);
  const commands = outcomes.map(({ command }) => command.split(' ').slice(0, 3).join(' '));
  expect(commands).toEqual(expect.arrayContaining(['npm run new:context', 'npx jest src/bulletin', 'npm start']));
  expect(outcomes.at(-1)?.output).toContain('双十一');
});

it('what it makes answers, and keeps its rule', async () => {
  const cookie = await signIn();
  const call = async (method: string, path: string, body?: object) => {
    const headers = { cookie, ...(body && { 'content-type': 'application/json' }) };
    const answer = await fetch(`${url}/api/v1/admin${path}`, { method, headers, body: body && JSON.stringify(body) });
    return (await answer.json()) as { code: number; data: { id: string; closedAt: string | null } };
  };
  const { data } = await call('POST', '/bulletins', { name: '年货节' });
  const closed = await call('POST', `/bulletins/${data.id}/close`);
  expect([data.closedAt, closed.data.closedAt]).toEqual([null, expect.any(String)]);
  expect(await call('POST', `/bulletins/${data.id}/close`)).toMatchObject({ code: 200, data: closed.data });
  expect(await call('PUT', `/bulletins/${data.id}`, { name: '春节' })).toMatchObject({ code: 7302 });
  expect(await call('GET', '/entry-passes')).toMatchObject({ code: 200, data: { items: [], nextCursor: null } });
});

it('what it makes is in the API reference, beside the contract and by its conventions', async () => {
  const { document } = await ApiDocument.of(url);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );
  const own = operations.filter(({ path }) => isOwnPath(path));
  expect(own.map(({ name }) => name)).toContain('POST /api/v1/admin/bulletins/{id}/close');
  expect(own.flatMap(({ name, operation }) => brokenConventions(name, operation))).toEqual([]);
  const contracted = operations.filter(({ path }) => !isOwnPath(path)).map(({ name }) => name);
  expect(contracted.sort()).toEqual(ENDPOINTS.map((one) => `${one.method} ${fullPath(one)}`).sort());
});

it('what it makes leaves nothing to the formatter and the linter', () => {
  expect(copy.changed().length).toBeGreaterThan(50);
  expect(failureOf(lint)).toBe('');
});

it('what it makes passes its own tests, and those of the documents', () => {
  expect(failureOf(tests)).toBe('');
  expect(tests.output).toContain('PASS src/entry-ticket/domain/entry-ticket.spec.ts');
});

it('no two contexts share a number of a migration', () => {
  const numbers = [...copy.files()].flatMap(([path, text]) =>
    /^(src|libs)\//.test(path) ? (text.match(/(?<=class \w+?)\d{13}(?= implements MigrationInterface)/g) ?? []) : [],
  );
  expect(numbers).toEqual([...new Set(numbers)]);
});

const failureOf = ({ code, output }: Outcome): string => (code === 0 ? '' : output);

async function signIn(): Promise<string> {
  const owner = JSON.stringify({ username: 'owner', password: 'jishi-demo-owner' });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/v1/auth/staff/login`, { method: 'POST', headers, body: owner });
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}
