import type { Database } from '#platform/database';
import { eventsSchema } from '#platform/events';
import { inventorySchema } from '../../src/inventory/adapters/schema.js';
import { orderSchema } from '../../src/order/adapters/schema.js';
import { paymentSchema } from '../../src/payment/adapters/schema.js';
import { onEachDatabase } from '../support/databases.js';
import { Lights } from '../../src/console/lights.js';
import { SkippedClock } from '../../src/console/skipped-clock.js';
import type { WechatControl } from '../../src/console/wechat-control.js';

const AT = '2026-01-01 00:00:00.000';

onEachDatabase([eventsSchema, inventorySchema, orderSchema, paymentSchema], (database) => {
  let elapsed = 0;
  let lights: Lights;
  const books = { transactions: [] as object[], refunds: [] };
  const run = (sql: string, on: Database = database()) => on.execute(sql);
  beforeEach(async () => {
    lights = new Lights(
      database(),
      new SkippedClock(0),
      { state: async () => books } as unknown as WechatControl,
      () => elapsed,
    );
    books.transactions = [];
    for (const table of ['outbox', 'stock_movements', 'stock_items', 'payments', 'orders', 'stock_reservations'])
      await run(`DELETE FROM ${table}`);
  });

  const states = async () => Object.fromEntries((await lights.look()).lights.map(({ id, state }) => [id, state]));
  const event = (id: string, status: string) =>
    run(
      `INSERT INTO outbox (id, type, aggregate_id, sequence, payload, status, attempts, available_at, last_error, created_at)
       VALUES ('${id}', 'order.paid', '${id}', 1, '{}', '${status}', 0, '${AT}', 'why', '${AT}')`,
    );

  it('are green in a shop where everything adds up', async () => {
    await run(`INSERT INTO stock_items VALUES ('sku', 10, 0, 0)`);
    await run(`INSERT INTO stock_movements VALUES ('m1', 'sku', 'initial', 10, NULL, NULL, '${AT}')`);
    expect(await states()).toEqual({ I1: 'green', I2: 'green', I3: 'green', I4: 'green' });
  });

  it('go red with the SKU whose units are not accounted for', async () => {
    await run(`INSERT INTO stock_items VALUES ('sku', 9, 0, 0)`);
    await run(`INSERT INTO stock_movements VALUES ('m1', 'sku', 'initial', 10, NULL, NULL, '${AT}')`);
    const [light] = (await lights.look()).lights;
    expect(light).toMatchObject({ id: 'I1', state: 'red', waiting: [] });
    expect(light?.problems.join()).toContain('sku');
  });

  it('say what is under way, and call it a problem after a minute', async () => {
    await event('e1', 'pending');
    expect(await states()).toMatchObject({ I3: 'busy' });
    elapsed += 59_000;
    expect(await states()).toMatchObject({ I3: 'busy' });
    elapsed += 2_000;
    const { lights: found } = await lights.look();
    expect(found[2]).toMatchObject({ state: 'red', waitingCount: 0, problemCount: 1 });
    expect(found[2]?.problems.join()).toContain('e1');
  });

  it('go red at once with an event that nobody will try again', async () => {
    await event('e2', 'dead');
    expect(await states()).toMatchObject({ I3: 'red' });
  });

  it('wait with patience for a payment WeChat has not told of, for the shop will ask', async () => {
    await run(
      `INSERT INTO payments (id, attempt_no, order_id, open_order_id, customer_id, account, amount_fen, status, expires_at, checks, created_at, version)
       VALUES ('pay', 'Ppay', 'o', 'o', 'c', 'a', 100, 'prepared', '${AT}', 0, '${AT}', 1)`,
    );
    books.transactions = [{ outTradeNo: 'Ppay', transactionId: 'T1', totalFen: 100 }];
    expect(await states()).toMatchObject({ I2: 'busy' });
    elapsed += 600_000;
    expect(await states()).toMatchObject({ I2: 'busy' });
  });

  it('go red when WeChat was paid for what the shop does not know', async () => {
    books.transactions = [{ outTradeNo: 'Pnone', transactionId: 'T1', totalFen: 100 }];
    expect(await states()).toMatchObject({ I2: 'busy' });
    elapsed += 61_000;
    expect(await states()).toMatchObject({ I2: 'red' });
  });
});
