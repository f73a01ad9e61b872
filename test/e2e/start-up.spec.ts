import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { testDatabaseUrl } from '../support/databases.js';
import { type Environment, type Exit, freePort, ShopProcess } from '../support/shop-process.js';

const SQLITE = { DATABASE_URL: 'sqlite::memory:' };

async function attempt(environment: Environment): Promise<Exit> {
  return ShopProcess.spawn({ ...SQLITE, ...environment }, await freePort()).exited;
}

function expectOneLine({ code, stderr }: Exit, line: RegExp): void {
  expect(code).toBe(1);
  expect(stderr).toEqual([expect.stringMatching(line)]);
}

describe('[P43] a server that cannot start ends with one line that says what to change', () => {
  it('when a variable is wrong', async () => {
    expectOneLine(await attempt({ ORDER_PAYMENT_TTL: 'soon' }), /ORDER_PAYMENT_TTL.*expected/);
  });

  it('[F21] when a secret is wrong, without printing it', async () => {
    const exit = await attempt({ JWT_KEYS: 'kid:too-short-a-secret' });
    expectOneLine(exit, /JWT_KEYS.*32 bytes/);
    expect(exit.stderr.join() + exit.stdout).not.toContain('too-short-a-secret');
  });

  it('when its port is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as AddressInfo;
    expectOneLine(await attempt({ PORT: `${port}` }), new RegExp(`port ${port} is taken.*PORT`));
    squatter.close();
  });

  it('when nothing listens where the database should be', async () => {
    const DATABASE_URL = `mysql://root:secret-word@127.0.0.1:${await freePort()}/jishi`;
    const exit = await attempt({ DATABASE_URL });
    expectOneLine(
      exit,
      /database of DATABASE_URL did not answer at 127.0.0.1:\d+, 3 s long \(ECONNREFUSED\): start it/,
    );
    expect(exit.stdout).toContain('Waiting for the database at 127.0.0.1');
    expect(exit.stderr.join() + exit.stdout).not.toContain('secret-word');
  });

  (testDatabaseUrl === undefined ? it.skip : it)('when the database does not exist', async () => {
    const url = new URL(testDatabaseUrl ?? '');
    url.pathname = '/jishi_does_not_exist';
    expectOneLine(await attempt({ DATABASE_URL: url.href }), /DATABASE_URL does not exist: create it/);
  });

  it('when the SQLite file cannot be opened', async () => {
    for (const path of [__dirname, join(__filename, 'shop.sqlite')])
      expectOneLine(await attempt({ DATABASE_URL: `sqlite:${path}` }), /SQLite file of DATABASE_URL cannot be opened/);
  });

  it('when the SQLite file is none', async () => {
    expectOneLine(
      await attempt({ DATABASE_URL: `sqlite:${__filename}` }),
      /SQLite file of DATABASE_URL is damaged or none/,
    );
  });

  it('[F21] when production lacks a secret', async () => {
    const production = {
      NODE_ENV: 'production',
      DATABASE_URL: 'mysql://shop@127.0.0.1:3306/shop',
      MANAGEMENT_PORT: '9090',
      PUBLIC_BASE_URL: 'https://shop.example.com',
    };
    expectOneLine(await attempt(production), /WECHAT_APP_ID/);
    expectOneLine(
      await attempt({
        ...production,
        WECHAT_API_BASE_URL: 'simulator',
        WECHAT_PAY_BASE_URL: 'simulator',
        JWT_KEYS: '',
      }),
      /JWT_KEYS/,
    );
    expectOneLine(await attempt({ ...production, DATABASE_URL: '' }), /DATABASE_URL/);
  });
});
