import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultKinds } from './fault-kinds.js';
import { routes } from './routes.js';

const text = readFileSync(join(__dirname, '../../docs/console.md'), 'utf8');
/** What is served besides: the page, its files, and the stream. */
const FILES = ['GET /console', 'GET /console/page/*', 'GET /console/feed'];

describe('the calls of the console', () => {
  it('are those that docs/console.md lists, a row of it for all kinds of fault together', () => {
    const documented = [...text.matchAll(/^\| (GET|POST|DELETE) `([^`]+)`/gm)].map(
      ([, method, path]) => `${method} ${path}`,
    );
    const served = routes
      .map(({ method, path }) => `${method} /console/${path}`)
      .map((call) => call.replace(/^POST (.*\/faults)\/.*/, 'POST $1/:kind'));
    expect([...new Set(documented)].toSorted()).toEqual([...new Set([...FILES, ...served])].toSorted());
  });

  it('make each kind of fault that is described, and no other', () => {
    const described = [...text.matchAll(/^\| `([a-z]+-[a-z]+)` +\| `\{/gm)].map(([, kind]) => kind);
    expect(described.toSorted()).toEqual(Object.keys(faultKinds).toSorted());
  });
});
