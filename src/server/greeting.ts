import type { Config } from '#platform/config';
import { hasConsole } from '../has-console.js';

/** What a newcomer sees when the development server is ready. */
export function greet(config: Config): void {
  const { own } = config.contexts;
  console.log(['', ...(own === null ? ofTheShop(config) : ofContext(own, config)), ''].join('\n'));
}

function ofTheShop(config: Config): string[] {
  const { http, auth } = config;
  const url = http.publicBaseUrl;
  const owner = auth.staffBootstrap;
  return [
    '  Jishi 集市 is open',
    `  API            ${url}/api/v1/products`,
    `  API reference  ${url}/docs`,
    ...(hasConsole(config) ? [`  Console        ${url}/console   an order on its way, and what goes wrong`] : []),
    ...whereItIs(config),
    ...(owner ? [`  Staff          ${owner.username}${isDemo(owner) ? `, password ${owner.password}` : ''}`] : []),
    '  Next           npm run demo   plays a shopper from wx.login to a paid order',
    '                 npm run seed   fills the shop with products, shoppers and orders',
    '                 Ctrl-C stops it; what it keeps stays in the database above',
  ];
}

/** The API, staff and the console are at the shop's own process. */
function ofContext(own: string, config: Config): string[] {
  return [
    `  Jishi 集市: the context ${own} is at work, in a process of its own`,
    ...whereItIs(config),
    '  Next           npm start      opens the shop itself, which has the API',
    '                 Ctrl-C stops this process; what comes meanwhile waits in its queue',
  ];
}

function whereItIs({ http, database: { primary }, wechat }: Config): string[] {
  return [
    `  Health         ${http.publicBaseUrl}/health`,
    ...(wechat.simulatorUrl === null ? [] : [`  WeChat         ${wechat.simulatorUrl} (simulated)`]),
    `  Database       ${primary.kind === 'sqlite' ? `SQLite, ${primary.path}` : `MySQL, ${primary.host}`}`,
  ];
}

/** The one that stands in the README; whatever an operator chose stays out of the terminal. */
function isDemo({ password }: { readonly password: string }): boolean {
  return password === 'jishi-demo-owner';
}
