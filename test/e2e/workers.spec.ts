import { setTimeout as pause } from 'node:timers/promises';
import { createMysqlDatabase, testDatabaseUrl } from '../support/databases.js';
import { WITH_PLANTED_ERRORS } from '../support/planted-errors.js';
import { freePort, ShopProcess } from '../support/shop-process.js';
import { eventually, until } from '../support/until.js';

const isReady = (shop: ShopProcess) =>
  fetch(`${shop.url}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

(testDatabaseUrl === undefined ? describe.skip : describe)('two workers on one port', () => {
  let database: Awaited<ReturnType<typeof createMysqlDatabase>>;
  beforeAll(async () => {
    database = await createMysqlDatabase();
  });
  afterAll(() => database.drop());

  const withWorkers = () => ({ DATABASE_URL: database.url, WORKERS: '2', NODE_OPTIONS: WITH_PLANTED_ERRORS });

  it('[P46] one that dies is replaced and told of, the other serves on, and both stop in order', async () => {
    const shop = ShopProcess.spawn(withWorkers(), await freePort());
    try {
      // Three processes start here: on a busy machine that takes longer than one is given.
      while (shop.isRunning && !(await isReady(shop))) await pause(100);
      await fetch(`${shop.url}/planted/exception`).catch(() => undefined);
      const lines = await eventually(
        () => shop.output.split('\n').filter((line) => line.includes('A worker died and is replaced')),
        (found) => found.length > 0,
      );
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 50, code: 1, pauseMs: 500 });
      await until(() => isReady(shop));
      expect(await shop.terminate()).toMatchObject({ code: 0 });
    } finally {
      await shop.kill();
    }
  });

  it('say once why they cannot start, and end', async () => {
    const DATABASE_URL = `mysql://root@127.0.0.1:${await freePort()}/jishi`;
    const { code, stderr } = await ShopProcess.spawn({ ...withWorkers(), DATABASE_URL }, await freePort()).exited;
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringMatching(/database of DATABASE_URL did not answer/)]);
  });
});
