import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const map = JSON.parse(readFileSync(new URL('docs/context-map.json', import.meta.url), 'utf8'));

const kernel = '^libs/shared-kernel/src/index\\.ts$';
const specs = ['\\.spec\\.ts$', '\\.contract\\.ts$', '/in-memory-[^/]+$'];

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const anyOf = (contexts) => contexts.join('|') || '-';

const layers = [
  forbid(
    'domain-is-pure',
    'domain/ imports only its own domain/, its context’s events.ts and #kernel: no npm package, no Node core',
    { path: '^src/([^/]+)/domain/', pathNot: specs },
    { pathNot: ['^src/$1/domain/', '^src/$1/events\\.ts$', kernel] },
  ),
  forbid(
    'application-knows-no-adapter',
    'a use case talks to ports; the module binds adapters to them',
    { path: '^src/[^/]+/application/', pathNot: specs },
    { path: '^src/[^/]+/adapters/' },
  ),
  forbid(
    'application-knows-no-http',
    'a use case is called over HTTP, by jobs and by reactions alike; who is signed in is #platform/principals',
    { path: '^src/[^/]+/application/', pathNot: specs },
    { path: '^libs/platform/src/http/' },
  ),
  forbid(
    'application-counts-nothing',
    'figures are counted by adapters: from events, or around a port (docs/adr/0034)',
    { path: '^src/[^/]+/application/', pathNot: specs },
    { path: '^libs/platform/src/observability/' },
  ),
  forbid(
    'events-are-a-leaf',
    'events.ts imports nothing but #kernel',
    { path: '^src/[^/]+/events\\.ts$' },
    { pathNot: kernel },
  ),
];

/** What runs the contexts, and is none: operators' commands and the process that serves. */
const programs = 'commands|server';

const contexts = [
  forbid(
    'contexts-meet-at-index-and-events',
    'across contexts only index.ts and events.ts may be imported',
    { path: '^src/([^/]+)/' },
    { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/(index|events)\\.ts$'] },
  ),
  forbid(
    'context-is-on-the-map',
    'add the context to docs/context-map.json before it touches another one',
    { path: `^src/(?!(?:${anyOf(Object.keys(map))}|${programs})/)([^/]+)/` },
    { path: '^src/[^/]+/', pathNot: '^src/$1/' },
  ),
  ...Object.entries(map).flatMap(([context, { calls, hears }]) => [
    forbid(
      `${context}-calls-only-declared-facades`,
      'a call to another context’s index.ts needs an arrow under "calls" in docs/context-map.json',
      { path: `^src/${context}/` },
      { path: '^src/[^/]+/index\\.ts$', pathNot: `^src/(${anyOf([context, ...Object.keys(calls)])})/` },
    ),
    forbid(
      `${context}-hears-only-declared-events`,
      'an import of another context’s events.ts needs an arrow under "hears" in docs/context-map.json',
      { path: `^src/${context}/` },
      { path: '^src/[^/]+/events\\.ts$', pathNot: `^src/(${anyOf([context, ...Object.keys(hears)])})/` },
    ),
  ]),
];

const libs = [
  forbid(
    'wechat-stays-behind-its-wall',
    '#wechat is for adapters/wechat-*, which translate it into a port in our words, and for app.module.ts',
    { pathNot: ['^libs/wechat/', '^src/[^/]+/adapters/wechat-', '^src/app\\.module\\.ts$'] },
    { path: '^libs/wechat/' },
  ),
  forbid(
    'simulator-only-at-the-entry',
    '#wechat-simulator is started by main.ts or simulated-wechat*.ts, and by nobody else',
    { pathNot: ['^libs/wechat-simulator/', '^src/main\\.ts$', '^src/simulated-wechat[^/]*\\.ts$'] },
    { path: '^libs/wechat-simulator/' },
  ),
  forbid(
    'forecast-stands-alone',
    'the forecaster is a program of its own: nothing of the shop imports it',
    { pathNot: '^libs/forecast/' },
    { path: '^libs/forecast/' },
  ),
  forbid(
    'forecast-knows-no-shop',
    'the forecaster knows the shop by its figures alone',
    { path: '^libs/forecast/' },
    { path: ['^src/', '^libs/(?!forecast/)', '(^|/)@nestjs/'] },
  ),
  forbid('libs-know-no-context', 'libs serve any shop', { path: '^libs/' }, { path: '^src/' }),
  forbid(
    'kernel-stands-alone',
    'the shared kernel imports no other lib and no Nest',
    { path: '^libs/shared-kernel/' },
    { path: ['^libs/(?!shared-kernel/)', '(^|/)@nestjs/'] },
  ),
];

/** What only some processes need, or none before somebody asks for it (docs/adr/0030). */
const occasional = [
  '@opentelemetry',
  '@nestjs/swagger',
  'amqplib',
  'aws4fetch',
  'cache-manager-redis-yet',
  'libsql',
  'mysql2',
  'prom-client',
  'redis',
  'sharp',
  'undici',
];
/** These are loaded with `import()` themselves, where the configuration asks for them. */
const occasions = [
  '^libs/wechat-simulator/',
  '^libs/forecast/',
  '^libs/platform/src/tracing/open-telemetry/',
  '/redis-client\\.ts$',
  '/vault-client\\.ts$',
  '/s3-file-store\\.ts$',
];

const startUp = [
  forbid(
    'loaded-when-needed',
    'a start does not wait for what it may never need: import() it where it is needed, import its types elsewhere',
    { path: '^(src|libs)/', pathNot: [...specs, '/testing/', ...occasions] },
    { path: `node_modules/(${occasional.join('|')})/`, dynamic: false, dependencyTypesNot: ['type-only'] },
  ),
];

/** What is there while somebody develops (docs/adr/0044). As it is no context on the map, it imports none. */
const development = [
  forbid(
    'console-is-loaded-while-developing',
    'nothing of the console is in production: import() it',
    { pathNot: '^src/console/' },
    { path: '^src/console/', dynamic: false },
  ),
  forbid(
    'console-is-opened-by-create-app',
    'the console looks at the shop, and nothing of the shop knows it',
    { pathNot: ['^src/console/', '^src/create-app\\.ts$', '^src/compile-ahead\\.ts$'] },
    { path: '^src/console/', dynamic: true },
  ),
];

const graph = [
  forbid('no-cycles', 'modules in a cycle can only be understood together', {}, { circular: true }),
  forbid(
    'imports-resolve',
    'an import that leads nowhere hides from every other rule; the console’s page takes the client by its address',
    {},
    { couldNotResolve: true, pathNot: '^/console/page/client/' },
  ),
];

export default {
  forbidden: [...layers, ...contexts, ...libs, ...startUp, ...development, ...graph],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
    webpackConfig: { fileName: fileURLToPath(new URL('.dependency-cruiser.resolve.mjs', import.meta.url)) },
  },
};
