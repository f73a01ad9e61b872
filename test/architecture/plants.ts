export type ContextMap = Record<string, { calls: Record<string, string>; hears: Record<string, string[]> }>;
type Files = Record<string, string>;

/** Files that break `rule`, and no other one. */
export interface Plant {
  readonly rule: string;
  readonly files: Files;
}

const from = (...modules: string[]): string =>
  modules.map((module, n) => `import { a as a${n} } from '${module}';\nexport { a${n} };\n`).join('');
const typeFrom = (module: string): string => `import type { a } from '${module}';\nexport type B = typeof a;\n`;

const ground = [
  'libs/shared-kernel/src/index.ts',
  'libs/platform/src/http/index.ts',
  'libs/platform/src/observability/index.ts',
  'libs/platform/src/principals/index.ts',
  'libs/wechat/src/index.ts',
  'libs/wechat-simulator/src/index.ts',
  'libs/forecast/src/forecast.ts',
  'src/console/index.ts',
  'src/elsewhere/index.ts',
  'src/elsewhere/events.ts',
  'src/order/domain/money-rules.ts',
  'src/order/adapters/mysql-orders.ts',
  'node_modules/some-package/index.js',
  'node_modules/@nestjs/common/index.js',
  'node_modules/undici/index.js',
];

/** Files that break nothing: the ground the plants stand on, and what the rules must leave alone. */
export function clean(map: ContextMap): Files {
  return {
    ...Object.fromEntries(ground.map((file) => [file, 'export const a = 1;\n'])),
    ...Object.fromEntries(Object.keys(map).map((context) => [`src/${context}/index.ts`, 'export const a = 1;\n'])),
    ...Object.fromEntries(Object.keys(map).map((context) => [`src/${context}/events.ts`, from('#kernel')])),
    ...arrows(map, (declared) => declared),
    'src/order/domain/order.ts': from('#kernel', './money-rules.js', '../events.js'),
    'src/order/domain/order.spec.ts': from('some-package', 'node:crypto', './order.js', '../adapters/mysql-orders.js'),
    'src/order/application/place-order.ts': from(
      '#kernel',
      '#platform/principals',
      '../domain/order.js',
      'some-package',
    ),
    'src/order/application/place-order.spec.ts': from(
      './place-order.js',
      '../adapters/mysql-orders.js',
      '#platform/http',
      '#platform/observability',
    ),
    'src/order/adapters/order-figures.ts': from('#platform/http', '#platform/observability'),
    'src/auth/adapters/wechat-code2session.ts': from('#wechat'),
    'src/app.module.ts': from('#wechat', './order/index.js', './auth/index.js'),
    'src/main.ts': from('#wechat-simulator', './app.module.js'),
    'src/simulated-wechat.ts': from('#wechat-simulator'),
    'src/commands/seed.ts': from('../app.module.js', '../order/index.js', '../elsewhere/index.js'),
    'src/create-app.ts': "export const load = () => import('./console/index.js');\n",
    'src/console/desk.ts': from('./index.js', '#platform/http'),
    'libs/platform/src/asked-for.ts': `${typeFrom('undici')}export const load = () => import('undici');\n`,
    'libs/platform/src/events/index.ts': from('#kernel', '#platform/http', '@nestjs/common'),
  };
}

/** One importing file for each pair of contexts and each way in, as far as `wanted` says so of its arrow. */
function arrows(map: ContextMap, wanted: (declared: boolean) => boolean): Files {
  const files: Files = {};
  for (const [context, { calls, hears }] of Object.entries(map)) {
    for (const other of [...Object.keys(map), 'elsewhere'].filter((name) => name !== context)) {
      const path = `src/${context}/adapters`;
      if (wanted(other in calls)) files[`${path}/calls-${other}.ts`] = from(`../../${other}/index.js`);
      if (wanted(other in hears)) files[`${path}/hears-${other}.ts`] = typeFrom(`../../${other}/events.js`);
    }
  }
  return files;
}

function undeclaredArrows(map: ContextMap): Plant[] {
  return Object.entries(arrows(map, (declared) => !declared)).map(([file, text]) => {
    const [, context, , importer] = file.split('/');
    const rule = importer?.startsWith('calls-') ? 'calls-only-declared-facades' : 'hears-only-declared-events';
    return { rule: `${context}-${rule}`, files: { [file]: text } };
  });
}

const plant = (rule: string, file: string, text: string): Plant => ({ rule, files: { [file]: text } });

export const planted = (map: ContextMap): Plant[] => [
  plant('domain-is-pure', 'src/order/domain/p1.ts', from('some-package')),
  plant('domain-is-pure', 'src/order/domain/p2.ts', from('node:crypto')),
  plant('domain-is-pure', 'src/order/domain/p3.ts', from('#platform/http')),
  plant('domain-is-pure', 'src/order/domain/p4.ts', typeFrom('../adapters/mysql-orders.js')),
  plant('domain-is-pure', 'src/order/domain/p5.ts', from('../application/place-order.js')),
  plant('application-knows-no-adapter', 'src/order/application/p1.ts', from('../adapters/mysql-orders.js')),
  plant('application-knows-no-adapter', 'src/order/application/p2.ts', typeFrom('../adapters/mysql-orders.js')),
  plant('application-knows-no-http', 'src/order/application/p4.ts', from('#platform/http')),
  plant('application-knows-no-http', 'src/order/application/p5.ts', typeFrom('#platform/http')),
  plant('application-counts-nothing', 'src/order/application/p3.ts', from('#platform/observability')),
  plant('contexts-meet-at-index-and-events', 'src/user/adapters/p1.ts', from('../../order/domain/order.js')),
  plant(
    'contexts-meet-at-index-and-events',
    'src/user/application/p2.spec.ts',
    typeFrom('../../order/domain/order.js'),
  ),
  plant('contexts-meet-at-index-and-events', 'src/commands/p3.ts', from('../order/domain/order.js')),
  plant('contexts-meet-at-index-and-events', 'src/order/adapters/p5.ts', from('../../commands/seed.js')),
  plant('context-is-on-the-map', 'src/elsewhere/p1.ts', from('../order/index.js')),
  plant('context-is-on-the-map', 'src/console/p1.ts', from('../order/index.js')),
  plant('console-is-loaded-while-developing', 'src/p5.ts', from('./console/index.js')),
  plant('console-is-opened-by-create-app', 'src/p6.ts', "export const load = () => import('./console/index.js');\n"),
  plant('events-are-a-leaf', 'src/afar/events.ts', from('#platform/http')),
  plant('wechat-stays-behind-its-wall', 'src/auth/adapters/p1.ts', from('#wechat')),
  plant('wechat-stays-behind-its-wall', 'src/auth/application/p2.ts', typeFrom('#wechat')),
  plant('wechat-stays-behind-its-wall', 'libs/wechat-simulator/src/p3.ts', from('#wechat')),
  plant('wechat-stays-behind-its-wall', 'libs/platform/src/p4.ts', from('#wechat')),
  plant('simulator-only-at-the-entry', 'src/payment/adapters/wechat-p1.ts', from('#wechat-simulator')),
  plant('simulator-only-at-the-entry', 'src/p2.ts', "export const load = () => import('#wechat-simulator');\n"),
  plant('forecast-stands-alone', 'src/order/adapters/p4.ts', from('../../../libs/forecast/src/forecast.js')),
  plant('forecast-knows-no-shop', 'libs/forecast/src/p1.ts', from('#platform/http')),
  plant('libs-know-no-context', 'libs/platform/src/p1.ts', from('../../../src/order/index.js')),
  plant('loaded-when-needed', 'src/order/adapters/p3.ts', from('undici')),
  plant('loaded-when-needed', 'libs/platform/src/p2.ts', from('undici')),
  plant('kernel-stands-alone', 'libs/shared-kernel/src/p1.ts', from('#platform/http')),
  plant('kernel-stands-alone', 'libs/shared-kernel/src/p2.ts', from('@nestjs/common')),
  plant('imports-resolve', 'src/order/adapters/p1.ts', from('./nowhere.js')),
  plant('imports-resolve', 'src/order/adapters/p2.ts', from('#platform/nowhere')),
  {
    rule: 'no-cycles',
    files: {
      'src/order/adapters/egg.ts': typeFrom('./hen.js'),
      'src/order/adapters/hen.ts': typeFrom('./egg.js'),
    },
  },
  ...undeclaredArrows(map),
];
