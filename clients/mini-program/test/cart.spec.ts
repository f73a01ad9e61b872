import { Codes } from '../src/index.js';
import { ok, refusal, ScriptedPhone } from './support/scripted-phone.js';

const ADD = 'POST /cart/lines';
const ORDER = 'POST /cart/orders';
const MERGE = 'POST /cart/merge';
const HOUR = 3600_000;
const cart = { lines: [], selected: { lines: 0, quantity: 0, goodsFen: 0 } };
const order = { id: 'o1', status: 'CREATED' };

let phone: ScriptedPhone;
beforeEach(() => {
  phone = new ScriptedPhone();
});

const keys = (line: string) => phone.at(line).map(({ headers }) => headers['Idempotency-Key']);
const distinct = (line: string) => new Set(keys(line)).size;
const kept = () => phone.kept.has('jishi.unanswered');

describe('what is put into the cart', () => {
  it('is put in once, though its answer is lost', async () => {
    phone.on(ADD, 'lost', refusal(503, 503), ok(cart));
    expect(await phone.clock.through(phone.start().cart.add('s1', 2))).toEqual(cart);
    expect([keys(ADD).length, distinct(ADD), kept()]).toEqual([3, 1, false]);
    expect(JSON.parse(phone.at(ADD)[0]?.body ?? '')).toEqual({ skuId: 's1', quantity: 2 });
  });

  it('is put in twice when it is tapped twice', async () => {
    phone.on(ADD, ok(cart));
    const shop = phone.start();
    await phone.clock.through(Promise.all([shop.cart.add('s1'), shop.cart.add('s1')]));
    expect([keys(ADD).length, distinct(ADD)]).toEqual([2, 2]);
  });

  it('names its line in the path', async () => {
    phone.on('PUT /cart/lines/s%2F1', ok(cart));
    phone.on('DELETE /cart/lines/s1', ok(null));
    const shop = phone.start();
    await phone.clock.through(shop.cart.change('s/1', { quantity: 3 }));
    await phone.clock.through(shop.cart.remove('s1'));
    expect(JSON.parse(phone.at('PUT /cart/lines/s%2F1')[0]?.body ?? '')).toEqual({ quantity: 3 });
  });

  it('is selected in part or as a whole', async () => {
    phone.on('PUT /cart/selection', ok(cart));
    const shop = phone.start();
    await phone.clock.through(shop.cart.select(false));
    await phone.clock.through(shop.cart.select(true, ['s1']));
    const bodies = phone.at('PUT /cart/selection').map(({ body }) => JSON.parse(body ?? '') as object);
    expect(bodies).toEqual([{ selected: false }, { selected: true, skuIds: ['s1'] }]);
  });
});

describe('an order from the cart, and a merge', () => {
  it('are one when they are tapped twice', async () => {
    phone.on(ORDER, ok(order, 201));
    phone.on(MERGE, ok({ cart, refused: [] }));
    const shop = phone.start();
    const twice = (act: () => Promise<unknown>) => phone.clock.through(Promise.all([act(), act()]));
    await twice(() => shop.cart.order({ skuIds: ['s1'] }));
    await twice(() => shop.cart.merge([{ skuId: 's1', quantity: 1 }]));
    expect([keys(ORDER).length, keys(MERGE).length, kept()]).toEqual([1, 1, false]);
  });

  it('are sent again under their keys by the next run of the app, which tells what became of them', async () => {
    phone.on(ORDER, 'lost', ok(order, 201));
    phone.on(MERGE, 'lost', ok({ cart, refused: [] }));
    const first = phone.start({ retries: 0 });
    await phone.clock.through(first.cart.order({ skuIds: ['s1'] }).catch(() => null));
    await phone.clock.through(first.cart.merge([{ skuId: 's1', quantity: 1 }]).catch(() => null));
    const resumed = await phone.clock.through(phone.start().orders.resume());
    expect(resumed).toEqual([
      { what: 'order', outcome: 'done', order },
      { what: 'cart', outcome: 'done' },
    ]);
    expect([distinct(ORDER), distinct(MERGE), kept()]).toEqual([1, 1, false]);
  });

  it('are told of when they are refused or too old', async () => {
    phone.on(MERGE, 'lost', refusal(Codes.IdempotencyKeyReused, 422), 'lost');
    const lose = (shop = phone.start({ retries: 0 })) =>
      phone.clock.through(shop.cart.merge([{ skuId: 's1', quantity: 1 }]).catch(() => null));
    await lose();
    expect(await phone.clock.through(phone.start().orders.resume())).toMatchObject([
      { what: 'cart', outcome: 'refused' },
    ]);
    await lose();
    phone.clock.pass(2 * HOUR);
    expect(await phone.clock.through(phone.start().orders.resume())).toEqual([{ what: 'cart', outcome: 'stale' }]);
  });
});
