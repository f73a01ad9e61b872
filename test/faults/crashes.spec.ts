import { setTimeout as pause } from 'node:timers/promises';
import { assertInvariants } from '../support/invariants.js';
import { replay, scaled, seed } from '../support/scale.js';
import { onEachStack, Shop } from '../support/shop.js';
import { CRASH_POINTS } from './support/crash-points.js';
import { actedIn, type Failpoint, WITH_FAULTS } from './support/failpoints.js';
import { Journeys } from './support/journeys.js';
import { randomFrom } from './support/random.js';
import { settled } from './support/settled.js';

const CRASHES = {
  sqlite: { named: scaled({ short: 2, long: 56 }), random: scaled({ short: 1, long: 14 }) },
  mysql: { named: scaled({ short: 7, long: 112 }), random: scaled({ short: 2, long: 28 }) },
};
/** So many places lie in wait at once, and whoever comes by one of them first dies there. */
const ARMED_AT_ONCE = 8;
/** Places that nobody comes by in this time are passed over for now. */
const PATIENCE_MS = 30_000;
/** What holds at every moment is looked at every so many crashes. */
const LOOK_EVERY = 20;
const LONGEST_LIFE_MS = 1_500;

type Point = (typeof CRASH_POINTS)[number];
const nameOf = (point: Point | undefined) => `${point?.place} ${point?.of}`;

jest.setTimeout(scaled({ short: 600_000, long: 5_400_000 }));

onEachStack((stack) => {
  const { named, random } = CRASHES[stack.database];
  const chance = randomFrom(seed);
  let shop: Shop;
  let journeys: Journeys;
  beforeAll(async () => {
    const environment = {
      ...WITH_FAULTS,
      LOG_LEVEL: 'silent',
      JWT_ACCESS_TTL: '1d',
      ORDER_PAYMENT_TTL: '6s',
      ORDER_UNPAID_MAX_PER_SHOPPER: '0',
    };
    const notificationRetryDelaysMs = Array.from({ length: 60 }, () => 1_000);
    shop = await Shop.open({ stack, environment, notificationRetryDelaysMs });
    journeys = await Journeys.begin(shop);
  });
  afterAll(async () => {
    await journeys?.abandon();
    await shop?.close();
  });

  const servers = () => shop.urls.map((_, number) => shop.server(number));
  const armAll = (...failpoints: Failpoint[]) => Promise.all(servers().map((one) => one.tell({ failpoints })));
  const died = () => Promise.race([...servers().map((one) => one.exited.then(() => true)), pause(PATIENCE_MS, false)]);

  /** Starts what has died, as whatever watches over processes does. */
  const revive = async () => {
    const dead = servers().flatMap((one, number) => (one.isRunning ? [] : [number]));
    await Promise.all(dead.map((number) => shop.replace(number)));
  };

  /** Whichever process comes by one of these first dies there. Answers where that was, more than once if both did. */
  const dieAtOneOf = async (points: readonly Point[]) => {
    const before = actedIn(shop.output).length;
    await armAll(
      ...points.map((point): Failpoint => ({ ...point, hit: 1 + Math.floor(chance() * 2), action: 'kill' })),
    );
    await died();
    await armAll();
    await revive();
    return actedIn(shop.output).slice(before);
  };

  const dieAnyTime = async () => {
    await pause(chance() * LONGEST_LIFE_MS);
    const server = servers()[Math.floor(chance() * shop.urls.length)];
    await server?.kill();
    await revive();
  };

  it(`[F03, I1, I2, I3, I4] loses nothing and does nothing twice when processes are killed at ${named + random} points (${replay})`, async () => {
    let crashes = 0;
    const look = async () => {
      if (++crashes % LOOK_EVERY === 0) await assertInvariants(shop.databaseUrl, { settled: false });
    };
    let left: Point[] = [];
    for (let inVain = 0; crashes < named;) {
      if (left.length === 0) left = shuffled(CRASH_POINTS, chance);
      const few = left.slice(0, ARMED_AT_ONCE);
      const acted = await dieAtOneOf(few);
      if (acted.length === 0 && ++inVain > CRASH_POINTS.length) throw new Error(`Nobody comes by ${nameOf(few[0])}`);
      // Those that nobody came by go to the end of the queue.
      if (acted.length === 0) left.push(...left.splice(0, ARMED_AT_ONCE));
      left = left.filter((point) => !acted.includes(`kill ${nameOf(point)}`));
      for (let n = 0; n < acted.length; n++) await look();
    }
    for (let n = 0; n < random; n++) {
      await dieAnyTime();
      await look();
    }
    expect(actedIn(shop.output).length).toBeGreaterThanOrEqual(named);

    await journeys.stop();
    expect(journeys.ended).toBeGreaterThan(0);
    await settled(shop, { expiring: true });
    await assertInvariants(shop.databaseUrl, { wechat: shop.wechat.state(), answered: journeys.answered });
  });
});

function shuffled<T>(all: readonly T[], chance: () => number): T[] {
  return all
    .map((one) => ({ one, at: chance() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
