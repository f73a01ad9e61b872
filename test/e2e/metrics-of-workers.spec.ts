import { Exposition } from '../support/exposition.js';
import { createMysqlDatabase, testDatabaseUrl } from '../support/databases.js';
import { WITH_PLANTED_ERRORS } from '../support/planted-errors.js';
import { type Environment, freePort, ShopProcess } from '../support/shop-process.js';
import { eventually } from '../support/until.js';

jest.setTimeout(120_000);

const ROUTE = '/api/v1/products/:id';

(testDatabaseUrl === undefined ? describe.skip : describe)('two workers on one port', () => {
  let database: Awaited<ReturnType<typeof createMysqlDatabase>>;
  let shop: ShopProcess;
  beforeAll(async () => {
    database = await createMysqlDatabase();
  });
  afterEach(() => shop.stop());
  afterAll(() => database.drop());

  async function start(environment: Environment = {}): Promise<void> {
    const variables = { DATABASE_URL: database.url, WORKERS: '2', ...environment };
    shop = await ShopProcess.start({ ...variables, NODE_OPTIONS: WITH_PLANTED_ERRORS });
    const management = environment['MANAGEMENT_PORT'];
    await bothServe(management === undefined ? shop.url : `http://127.0.0.1:${management}`);
  }

  const bothServe = (url: string) =>
    eventually(
      async () => (await Exposition.of(url)).value('metrics_processes'),
      (count) => count === 2,
    );

  /** On a busy machine a worker may be late, and is then told of as it was last heard. */
  const answered = (url: string, count: number) =>
    eventually(
      () => Exposition.of(url),
      (told) => told.answered(ROUTE) === count,
    );

  const silent = (told: Exposition) => told.value('metrics_silent_workers_total') ?? NaN;

  /** On connections of their own, so that both workers get some. */
  async function ask(count: number): Promise<void> {
    const once = () => fetch(`${shop.url}/api/v1/products/none`, { headers: { connection: 'close' } });
    await Promise.all(Array.from({ length: count }, once));
  }

  it('tell the figures of both, added up, whichever of them is asked', async () => {
    await start();
    await ask(40);
    for (let times = 0; times < 6; times++) {
      const once = async () => {
        const answer = await fetch(`${shop.url}/metrics`, { headers: { connection: 'close' } });
        return Exposition.read(await answer.text());
      };
      await eventually(once, (told) => told.answered(ROUTE) === 40 && told.value('metrics_processes') === 2);
    }
  });

  it('tell them at MANAGEMENT_PORT in one answer, and the health of one of them', async () => {
    const management = await startManaged();
    expect((await fetch(`${shop.url}/metrics`)).status).toBe(404);
    expect(await (await fetch(`${management}/health/ready`)).json()).toMatchObject({ status: 'ok' });
    expect((await fetch(`${management}/api/v1/products`)).status).toBe(404);
    await ask(30);
    await answered(management, 30);
  });

  it.each<[string, () => unknown]>([
    ['after an error that nobody caught', () => fetch(`${shop.url}/planted/exception`).catch(() => undefined)],
    ['killed', () => process.kill(shop.workers[0] ?? 0, 'SIGKILL')],
  ])('take nothing back when one of them dies %s', async (_, end) => {
    const management = await startManaged();
    await ask(30);
    const before = await Exposition.of(management);
    await end();
    await eventually(
      () => shop.output.split('\n').filter((line) => line.includes('A worker died and is replaced')),
      (found) => found.length > 0,
    );
    expect(decreased(before, await Exposition.of(management))).toEqual([]);
    await bothServe(management);
    await ask(10);
    await answered(management, 40);
  });

  it('leave out the gauges of one that does not answer, keep its counters, and say so', async () => {
    const management = await startManaged();
    await ask(30);
    const before = await Exposition.of(management);
    const [stopped = 0] = shop.workers;
    process.kill(stopped, 'SIGSTOP');
    try {
      const after = await eventually(
        () => Exposition.of(management),
        (told) => told.value('metrics_processes') === 1,
      );
      expect(decreased(before, after)).toEqual([]);
      expect(silent(after)).toBeGreaterThan(silent(before));
    } finally {
      process.kill(stopped, 'SIGCONT');
    }
  });

  async function startManaged(): Promise<string> {
    const port = `${await freePort()}`;
    await start({ MANAGEMENT_PORT: port });
    return `http://127.0.0.1:${port}`;
  }
});

/** What counts and has gone back, or is not told any more. */
function decreased(before: Exposition, after: Exposition): string[] {
  const counting = before.families.filter(({ type }) => type !== 'gauge').flatMap(({ samples }) => samples);
  expect(counting.length).toBeGreaterThan(25);
  return counting
    .filter(({ name, labels, value }) => !((after.value(name, labels) ?? -1) >= value))
    .map(({ name }) => name);
}
