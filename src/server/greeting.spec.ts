import { loadConfig } from '#platform/config';
import { greet } from './greeting.js';

const made = { JWT_KEYS: `made:${'m'.repeat(32)}`, KMS_KEYRING: `made:${Buffer.alloc(32, 7).toString('base64')}` };
const DATABASE_URL = 'mysql://shop:secret-of-mysql@db/shop';
const apart = { FUNCTIONS: 'broker', EVENT_RELAY_URL: 'amqp://shop:secret-of-amqp@broker', DATABASE_URL };

function greeting(env: NodeJS.ProcessEnv): string {
  const print = jest.spyOn(console, 'log').mockReturnValue();
  greet(loadConfig({ NODE_ENV: 'development', ...env }, { developmentSecrets: () => made }));
  const printed = print.mock.calls.join('\n');
  print.mockRestore();
  return printed;
}

describe('whoever develops is greeted', () => {
  it('by the shop with its API, its console, and the owner of the demo', () => {
    const said = greeting({});
    for (const part of [
      'is open',
      '/api/v1/products',
      '/docs',
      '/console',
      '/health',
      '.data/jishi.sqlite',
      'npm run demo',
    ])
      expect(said).toContain(part);
    expect(said).toContain('owner, password jishi-demo-owner');
  });

  it('by the process of a context with what that is and has, and nothing of the shop', () => {
    const said = greeting({ ...apart, OWN_CONTEXT: 'functions', PORT: '3001' });
    for (const part of ['the context functions', 'http://localhost:3001/health', 'MySQL, db'])
      expect(said).toContain(part);
    for (const part of ['is open', '/api/v1', '/docs', '/console', 'Staff', 'npm run demo'])
      expect(said).not.toContain(part);
  });

  it('without a secret that somebody chose', () => {
    const own = { STAFF_BOOTSTRAP_USERNAME: 'boss', STAFF_BOOTSTRAP_PASSWORD: 'secret-of-boss' };
    for (const process of [{}, { OWN_CONTEXT: 'functions' }])
      expect(greeting({ ...apart, ...own, ...process })).not.toContain('secret');
  });
});
