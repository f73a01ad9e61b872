import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createMysqlDatabase, testDatabaseUrl } from '../support/databases.js';
import { assertInvariants } from '../support/invariants.js';
import { replay, scaled, seed } from '../support/scale.js';
import { Cancel, Place, PlaceAgain, Receive, Ship } from './shop/order-steps.js';
import { Pay, PayRacesCancel, Start, Sync, TellAgain } from './shop/payment-steps.js';
import { Arrive, AskRefund, Decide } from './shop/refund-steps.js';
import { RunningShop, SKUS } from './shop/running-shop.js';
import { ShopModel } from './shop/shop-model.js';
import { Adjust, TimePasses } from './shop/stock-and-time-steps.js';
import type { Disturbance } from './shop/step.js';

const HOUR = 3_600_000;

const which = fc.nat(31);
const sku = fc.nat(SKUS.length - 1);
const copies = fc.constantFrom(0, 0, 1, 2);
/** Most things go well; what goes wrong goes wrong anywhere. */
const disturbance: fc.Arbitrary<Disturbance> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(null) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 40 }).map((crashAt) => ({ crashAt })) },
  { weight: 1, arbitrary: fc.constant('silence' as const) },
);
const mostly = fc.constantFrom(true, true, true, false);
const part = fc.option(fc.constantFrom(1, 30, 50, 70, 100, 130), { freq: 2 });
const line = fc.tuple(sku, fc.integer({ min: 1, max: 3 }));
const duration = fc.constantFrom(16_000, 16_000, 60_000, 5 * 60_000, 31 * 60_000, 4 * HOUR, 11 * 24 * HOUR);

const place = fc
  .tuple(fc.nat(1), fc.array(line, { minLength: 1, maxLength: 3 }), disturbance)
  .map(([customer, lines, goesWrong]) => new Place(customer, lines, goesWrong));
const pay = fc.tuple(which, copies, disturbance).map((with_) => new Pay(...with_));
const start = fc.tuple(which, disturbance).map((with_) => new Start(...with_));
const decide = fc.tuple(which, mostly, disturbance).map((with_) => new Decide(...with_));
const arrive = fc.tuple(which, mostly, copies, disturbance).map((with_) => new Arrive(...with_));
const steps = [
  place,
  place,
  place,
  start,
  start,
  start,
  pay,
  pay,
  pay,
  fc.tuple(which, disturbance).map((with_) => new PlaceAgain(...with_)),
  fc.tuple(which, fc.boolean(), disturbance).map((with_) => new Cancel(...with_)),
  fc.tuple(which, disturbance).map((with_) => new Ship(...with_)),
  fc.tuple(which, disturbance).map((with_) => new Receive(...with_)),
  fc.tuple(which, disturbance).map((with_) => new TellAgain(...with_)),
  fc.tuple(which, disturbance).map((with_) => new Sync(...with_)),
  fc.tuple(which, disturbance).map((with_) => new PayRacesCancel(...with_)),
  fc.tuple(which, part, disturbance).map((with_) => new AskRefund(...with_)),
  decide,
  decide,
  arrive,
  arrive,
  fc.tuple(sku, fc.constantFrom(-3, -1, 2, 5), disturbance).map((with_) => new Adjust(...with_)),
  fc
    .tuple(duration, fc.constantFrom('expiry' as const, 'questions' as const), disturbance)
    .map((with_) => new TimePasses(...with_)),
];

jest.setTimeout(6 * HOUR);

describe.each([
  { name: 'SQLite', runs: { short: 20, long: 1_500 }, isThere: true },
  { name: 'MySQL', runs: { short: 5, long: 500 }, isThere: testDatabaseUrl !== undefined },
])('[I1, I2, I3, I4] a shop on $name', ({ name, runs, isThere }) => {
  const test = isThere ? it : it.skip;
  let shop: RunningShop | undefined;
  let drop: () => void | Promise<void> = () => undefined;
  afterAll(async () => {
    await shop?.close();
    await drop();
  });

  async function open(): Promise<RunningShop> {
    if (name === 'MySQL') {
      const made = await createMysqlDatabase();
      drop = made.drop;
      return RunningShop.start(made.url);
    }
    const folder = mkdtempSync(join(tmpdir(), 'jishi-property-'));
    drop = () => rmSync(folder, { recursive: true });
    const opened = await RunningShop.start(`sqlite:${join(folder, 'shop.sqlite')}`);
    // No machine crashes here, only processes.
    await opened.database.query('PRAGMA synchronous = OFF');
    return opened;
  }

  test(`loses nothing and does nothing twice, whatever happens in whatever order (${replay})`, async () => {
    const running = (shop = await open());
    const property = fc.asyncProperty(fc.commands(steps, { maxCommands: 50, size: 'max' }), async (commands) => {
      await running.beginAnew();
      const model = new ShopModel();
      await fc.asyncModelRun(() => ({ model, real: running }), commands);
      // Whatever was lost is asked for, after half a day at most; WeChat does what it was asked to.
      for (let turn = 0; turn < 3; turn++) {
        for (const refundNo of running.wechat.refunds.keys()) running.wechat.settleRefund(refundNo, true);
        await new TimePasses(13 * HOUR, 'questions', null).run(model, running);
      }
      await assertInvariants(running.database, {
        wechat: running.wechat.books,
        answered: {
          orders: model.orders.map(({ id }) => id),
          refunds: model.orders.flatMap((o) => o.refunds.map(({ id }) => id)),
        },
        now: running.clock.now(),
      });
    });
    await fc.assert(property, { seed, numRuns: scaled(runs), endOnFailure: false });
  });
});
