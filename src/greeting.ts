import type { Config } from '#platform/config';

/** What a newcomer sees when the development server is ready. */
export function greet({ http, database }: Config, simulator: { readonly url: string } | null): void {
  const url = http.publicBaseUrl;
  const lines = [
    '',
    '  Jishi 集市 is open',
    `  API            ${url}/api/v1/products`,
    `  API reference  ${url}/docs`,
    `  Health         ${url}/health`,
    ...(simulator ? [`  WeChat         ${simulator.url} (simulated)`] : []),
    `  Database       ${database.primary.kind === 'sqlite' ? `SQLite, ${database.primary.path}` : `MySQL, ${database.primary.host}`}`,
    '  Next           npm run demo   plays a shopper from wx.login to a paid order',
    '',
  ];
  console.log(lines.join('\n'));
}
