import { ManualClock, newId } from '#kernel';
import type { Config } from '#platform/config';
import { onEachDatabase } from '../../../test/support/databases.js';
import { aLine, limits } from '../testing/a-cart.js';
import { CartPurge } from './purge.js';
import { cartSchema } from './schema.js';
import { SqlCarts } from './sql-carts.js';
import { SqlMerges } from './sql-merges.js';
import { SqlTakeOuts } from './sql-take-outs.js';

const DAY = 86_400_000;
const clock = new ManualClock();
const config = { backgroundJobs: true, cart: { retention: 30 * DAY } } as Config;

describe('what carts need no more', () => {
  onEachDatabase([cartSchema], (database) => {
    beforeEach(async () => {
      for (const table of ['cart_lines', 'carts', 'cart_take_outs', 'cart_merges'])
        await database().execute(`DELETE FROM ${table}`);
    });
    const purge = () => new CartPurge(database(), clock, config).run();
    const countOf = async (table: string) =>
      Number((await database().query(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.['n']);
    const put = (customerId = newId()) =>
      new SqlCarts(database(), clock).change(customerId, (cart) => cart.add(aLine(), limits, clock.now()));

    it('are carts nobody has changed for their time, with all lines, and not a moment before', async () => {
      const touched = newId();
      await put(touched);
      for (let n = 0; n < 60; n++) await put();
      clock.advance(DAY);
      await put(touched);
      clock.advance(29 * DAY);
      await purge();
      expect([await countOf('carts'), await countOf('cart_lines')]).toEqual([61, 62]);
      clock.advance(1);
      await purge();
      expect([await countOf('carts'), await countOf('cart_lines')]).toEqual([1, 2]);
    });

    it('is what orders took out, when no news of them can come any more', async () => {
      await new SqlTakeOuts(database(), clock).change(newId(), async (takeOut) => void takeOut.cancel(clock.now()));
      clock.advance(7 * DAY);
      await purge();
      expect(await countOf('cart_take_outs')).toBe(1);
      clock.advance(1);
      await purge();
      expect(await countOf('cart_take_outs')).toBe(0);
    });

    it('is what merges refused, when their keys are forgotten', async () => {
      await new SqlMerges(database()).add({ id: newId(), customerId: newId(), refused: [], at: clock.now() });
      clock.advance(4 * DAY);
      await purge();
      expect(await countOf('cart_merges')).toBe(1);
      clock.advance(1);
      await purge();
      expect(await countOf('cart_merges')).toBe(0);
    });
  });
});
