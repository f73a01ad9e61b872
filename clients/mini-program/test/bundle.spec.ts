import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import type * as Client from '../src/index.js';

const root = join(__dirname, '..');
const LIMIT = 10 * 1024;

/** What browsers or Node have, and the JavaScript engine of a mini-program has not. */
const ABSENT =
  /(?<![.\w$])(?:Headers|Request|Response|URL|URLSearchParams|AbortController|AbortSignal|fetch|XMLHttpRequest|FormData|Blob|TextEncoder|TextDecoder|crypto|atob|btoa|structuredClone|queueMicrotask|window|document|navigator|localStorage|performance|globalThis|Buffer|process|require|eval|Function)(?![\w$:])/g;
/** Syntax that old engines refuse, whole file and all. */
const TOO_NEW = /\?\?=|\|\|=|\?\.[a-zA-Z_$[(]|\?\?|\(\?<[=!]|#\w+ in|async ?\*|async function ?\*/g;

/** Later than ES2018: taken away, so that whoever uses one fails here and not on a phone. */
const NEWER = `
  for (const [owner, names] of [
    [Object, ['fromEntries', 'hasOwn', 'groupBy']],
    [Promise, ['allSettled', 'any', 'withResolvers', 'try']],
    [Array.prototype, ['at', 'flat', 'flatMap', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with', 'toSpliced']],
    [String.prototype, ['at', 'replaceAll', 'matchAll', 'trimStart', 'trimEnd', 'isWellFormed']],
    [globalThis, ['WebAssembly', 'SharedArrayBuffer', 'Atomics', 'WeakRef', 'FinalizationRegistry', 'BigInt', 'AggregateError', 'Iterator', 'escape']],
  ]) for (const name of names) delete owner[name];
  delete globalThis.globalThis;`;

/** With strings and regular expressions left out: words of messages are no globals. */
const codeOf = (bundle: string) => bundle.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '""');
const found = (pattern: RegExp, bundle: string) => [...codeOf(bundle).matchAll(pattern)].map(([name]) => name);

describe('the bundle', () => {
  let folder: string;
  let bundle: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jishi-client-'));
    execFileSync(process.execPath, [join(root, 'build.mjs'), folder], { stdio: ['ignore', 'ignore', 'inherit'] });
    bundle = readFileSync(join(folder, 'miniprogram_dist/index.js'), 'utf8');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has less than 10 KB, minified and compressed', () => {
    const size = gzipSync(bundle, { level: 9 }).length;
    expect(size).toBeGreaterThan(1024);
    expect(size).toBeLessThan(LIMIT);
  });

  it('names nothing a mini-program has not, and no syntax its engines do not read', () => {
    expect([...found(ABSENT, bundle), ...found(TOO_NEW, bundle)]).toEqual([]);
  });

  it.each([
    'const a=new URLSearchParams({})',
    'new AbortController',
    'let h=new Headers',
    'fetch("x")',
    'await crypto.randomUUID()',
    'Buffer.from("")',
    'x={url:new URL(y)}',
    'a??b',
    'a?.b',
    'async function*g(){}',
  ])('would be found out: %s', (planted) => {
    expect([...found(ABSENT, `${bundle};${planted}`), ...found(TOO_NEW, `${bundle};${planted}`)]).not.toEqual([]);
  });

  it('needs no package, and is not in need of any', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
    expect([manifest['dependencies'], manifest['peerDependencies']]).toEqual([undefined, undefined]);
  });

  it('runs where there is nothing but ES2018, timers and wx', async () => {
    const answers: Record<string, unknown> = {
      '/auth/wechat/login': { accessToken: 'T1', refreshToken: 'R1', expiresIn: 60, user: { id: 'u1' } },
      '/orders': { items: [{ id: 'o1' }], nextCursor: null },
    };
    const kept = new Map<string, string>();
    const wx = {
      request({ url, success }: { url: string; success(result: object): void }) {
        const data = answers[url.replace(/^.*v1|\?.*$/g, '')];
        setImmediate(() =>
          success({ statusCode: 200, header: {}, data: { code: 200, message: '', data, requestId: '' } }),
        );
      },
      login: ({ success }: { success(result: object): void }) => success({ code: 'c' }),
      getStorageSync: (key: string) => kept.get(key) ?? '',
      setStorageSync: (key: string, value: string) => void kept.set(key, value),
      removeStorageSync: (key: string) => void kept.delete(key),
    };
    const module = { exports: {} };
    const context = createContext({ module, exports: module.exports, wx, setTimeout, clearTimeout });
    runInContext(NEWER, context);
    runInContext(bundle, context);
    const { createShop, wxPlatform, ShopError } = module.exports as typeof Client;
    const shop = createShop({ baseUrl: 'https://shop.test', platform: wxPlatform(wx as unknown as Client.WxLike) });
    const seen: string[] = [];
    for await (const { id } of shop.orders.all()) seen.push(id);
    expect(seen).toEqual(['o1']);
    expect(kept.has('jishi.session')).toBe(true);
    expect(new ShopError({ kind: 'network', message: 'm' }).isOutcomeOpen).toBe(true);
  });

  it('comes with types, as ES modules and as CommonJS, at the places package.json names', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      exports: { '.': Record<string, string> };
    };
    for (const file of Object.values(manifest.exports['.']))
      expect([file, readFileSync(join(folder, file), 'utf8').length > 0]).toEqual([file, true]);
    expect(readFileSync(join(folder, 'dist/index.js'), 'utf8')).toMatch(/export ?\{/);
  });
});
