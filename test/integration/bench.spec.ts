import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PrivateRedis, redisServerIsInstalled } from '../../libs/platform/src/cache/testing/private-redis.js';
import { describeIf } from '../../libs/platform/src/cache/testing/test-redis.js';

const root = join(__dirname, '../..');
const run = promisify(execFile);

interface Result {
  readonly at: string;
  readonly machine: object;
  readonly stores: readonly string[];
  readonly settings: object;
  readonly rows: readonly { readonly rounds: { readonly ours: unknown[]; readonly peer: unknown[] } }[];
  readonly failures: readonly string[];
}

/** The bench wants a logical database that is empty, and those of the tests' Redis are in use. */
let redis: PrivateRedis;

/** As `npm run bench`, as briefly as it goes. */
const bench = (folder: string, ...names: string[]) => {
  const stores = { BENCH_DATABASE_URL: process.env['TEST_DATABASE_URL'], BENCH_REDIS_URL: redis.url };
  const brief = ['--rounds', '2', '--round-ms', '20', '--connections', '2', '--results', folder];
  return run(process.execPath, ['bench/run.mjs', ...names, ...brief], {
    cwd: root,
    env: { ...process.env, ...stores },
  });
};

describeIf(redisServerIsInstalled, 'redis-server')('npm run bench', () => {
  let folder: string;
  beforeAll(async () => {
    redis = await PrivateRedis.start();
  });
  afterAll(() => redis.remove());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jishi-bench-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('prints a table of ratios and keeps all that it measured', async () => {
    const { stdout } = await bench(folder, 'encryption/seal-and-open', 'sessions/authenticated');
    expect(stdout).toMatch(/^case +what +ours +peer +ratio +CPU +goal$/m);
    expect(stdout).toMatch(/^encryption\/seal-and-open .*PersonalDataCipher: [\d.]+ µs .*[\d.]+×/m);
    expect(stdout).toMatch(/^sessions\/authenticated .*\d+\/s, p50 [\d.]+ ms, p99 [\d.]+ ms .*[\d.]+×/m);

    const [file = '', ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    const result = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Result;
    expect(result).toMatchObject({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      machine: { node: process.versions.node, cores: expect.any(Number), cpu: expect.any(String) },
      stores: [expect.any(String), expect.any(String)],
      settings: { rounds: 2, roundMs: 20, connections: 2 },
      failures: [],
    });
    expect(result.rows).toMatchObject([
      { case: 'encryption/seal-and-open', ratio: expect.any(Number), ours: { unit: 'µs', time: expect.any(Number) } },
      {
        case: 'sessions/authenticated',
        ratio: expect.any(Number),
        goal: expect.any(String),
        ours: { perSecond: expect.any(Number), p50: expect.any(Number), p99: expect.any(Number) },
        peer: { name: '/health/live', perSecond: expect.any(Number) },
      },
    ]);
    for (const { rounds } of result.rows) expect([rounds.ours.length, rounds.peer.length]).toEqual([2, 2]);
  });

  it('says what got slower, held against its peer, than in the run that is committed', async () => {
    const against = join(folder, 'committed.json');
    const held = ['encryption/seal-and-open', '--against', against];
    await bench(folder, ...held, '--commit');
    expect((await bench(folder, ...held)).stdout).toMatch(/committed run of \d{4}-\d\d-\d\d/);
    const kept = JSON.parse(readFileSync(against, 'utf8')) as { ratios: Record<string, number> };
    const faster = Object.fromEntries(Object.keys(kept.ratios).map((name) => [name, 0.001]));
    writeFileSync(against, JSON.stringify({ ...kept, ratios: faster }));
    const { stdout } = await bench(folder, ...held);
    expect(stdout).toMatch(/slower than in the committed run of .*: encryption\/seal-and-open: .*: 0\.001× → [\d.]+×/);
  });

  it('shows where the time goes in one placed order', async () => {
    const { stdout } = await bench(folder, 'placed-order');
    for (const part of ['BEGIN', 'INSERT orders', 'COMMIT']) expect(stdout).toContain(`${part}: `);
  });

  it('names the cases there are when it is asked for one there is not', async () => {
    const refused = bench(folder, 'encryption/no-such-case');
    await expect(refused).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('encryption/seal-and-open'),
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('npm run bench:soak', () => {
  /** What it says of samples whose memory goes from the one to the other. */
  const growth = async (from: number, to: number) => {
    const script = `import { growth } from './bench/lib/steadiness.mjs';
      const sample = (memory) => ({ memory, handles: 60, outboxAge: 0, p99: 20 });
      const samples = Array.from({ length: 11 }, (_, at) => sample(${from} + (${to - from} * at) / 10));
      console.log(JSON.stringify(growth(samples)));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: root });
    return JSON.parse(stdout) as string[];
  };

  it('finds what has grown, and nothing in what wavers', async () => {
    expect(await growth(200, 300)).toEqual([expect.stringMatching(/^memory grew from \d+\.\d to \d+\.\d$/)]);
    expect(await growth(200, 210)).toEqual([]);
  });
});
