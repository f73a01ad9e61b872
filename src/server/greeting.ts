import type { Config } from '#platform/config';
import { hasConsole } from '../has-console.js';

/** What a newcomer sees when the development server is ready. */
export function greet(config: Config): void {
  const { http, database, auth, wechat } = config;
  const url = http.publicBaseUrl;
  const owner = auth.staffBootstrap;
  const lines = [
    '',
    '  Jishi 集市 is open',
    `  API            ${url}/api/v1/products`,
    `  API reference  ${url}/docs`,
    ...(hasConsole(config) ? [`  Console        ${url}/console   an order on its way, and what goes wrong`] : []),
    `  Health         ${url}/health`,
    ...(wechat.simulatorUrl === null ? [] : [`  WeChat         ${wechat.simulatorUrl} (simulated)`]),
    `  Database       ${database.primary.kind === 'sqlite' ? `SQLite, ${database.primary.path}` : `MySQL, ${database.primary.host}`}`,
    ...(owner ? [`  Staff          ${owner.username}${isDemo(owner) ? `, password ${owner.password}` : ''}`] : []),
    '  Next           npm run demo   plays a shopper from wx.login to a paid order',
    '                 npm run seed   fills the shop with products, shoppers and orders',
    '                 Ctrl-C stops it; what it keeps stays in the database above',
    '',
  ];
  console.log(lines.join('\n'));
}

/** The one that stands in the README; whatever an operator chose stays out of the terminal. */
function isDemo({ password }: { readonly password: string }): boolean {
  return password === 'jishi-demo-owner';
}
