import { Codes } from '../src/index.js';
import { ok, refusal, ScriptedPhone } from './support/scripted-phone.js';

const PLACE = 'POST /orders';
const wish = { items: [{ skuId: 's1', quantity: 2 }], remark: '请尽快' };
const order = { id: 'o1', status: 'CREATED' };
const HOUR = 3600_000;
const DAY = 24 * HOUR;

let phone: ScriptedPhone;
beforeEach(() => {
  phone = new ScriptedPhone();
});

const keys = (line = PLACE) => phone.at(line).map(({ headers }) => headers['Idempotency-Key']);
const distinct = (line = PLACE) => new Set(keys(line)).size;
const place = (shop = phone.start(), what = wish) => phone.clock.through(shop.orders.place(what));
const kept = () => phone.kept.has('jishi.unanswered');

describe('placing an order', () => {
  it('repeats a lost answer with the same key and the same body', async () => {
    phone.on(PLACE, 'lost', refusal(503, 503), ok(order, 201));
    expect(await place()).toEqual(order);
    expect([keys().length, distinct()]).toEqual([3, 1]);
    expect(keys()[0]).toMatch(/^[\x21-\x7e]{8,64}$/);
    expect(new Set(phone.at(PLACE).map(({ body }) => body))).toEqual(new Set([JSON.stringify(wish)]));
  });

  it('repeats while the first is still running (4005)', async () => {
    phone.on(PLACE, 'lost', refusal(Codes.IdempotencyKeyBusy, 409), ok(order, 201));
    expect(await place()).toEqual(order);
    expect(distinct()).toBe(1);
  });

  it('keeps its key over a renewal of the session', async () => {
    phone.on(PLACE, refusal(Codes.AccessTokenExpired, 401), ok(order, 201));
    await place();
    expect([keys().length, distinct()]).toEqual([2, 1]);
  });

  it('tapped twice is one order', async () => {
    phone.on(PLACE, ok(order, 201));
    const shop = phone.start();
    await phone.clock.through(Promise.all([shop.orders.place(wish), shop.orders.place({ ...wish })]));
    expect(keys()).toHaveLength(1);
  });

  it('is another order once the first is answered', async () => {
    phone.on(PLACE, ok(order, 201));
    const shop = phone.start();
    await place(shop);
    await place(shop);
    expect([distinct(), kept()]).toEqual([2, false]);
  });

  it('is another order when it is another wish', async () => {
    phone.on(PLACE, 'lost');
    const shop = phone.start({ retries: 0 });
    await place(shop).catch(() => null);
    await place(shop, { ...wish, remark: '慢慢来' }).catch(() => null);
    expect(distinct()).toBe(2);
  });

  it('tapped again after it was given up is the same order, clock changes included', async () => {
    phone.on(PLACE, 'lost');
    const shop = phone.start({ retries: 0 });
    for (const skewMs of [0, DAY, -DAY]) {
      phone.clock.skewMs = skewMs;
      await place(shop).catch(() => null);
    }
    expect([keys().length, distinct()]).toEqual([3, 1]);
  });

  it.each([
    [Codes.NotEnoughStock, 409],
    [Codes.PriceChanged, 409],
    [Codes.IdempotencyKeyReused, 422],
    [400, 400],
    [Codes.AccountBlocked, 403],
  ])('is over when the shop refuses it (%d)', async (code, status) => {
    phone.on(PLACE, refusal(code, status));
    await expect(place()).rejects.toMatchObject({ code });
    expect([kept(), keys().length]).toEqual([false, 1]);
  });

  it.each([
    ['a lost answer', 'lost'],
    ['500', refusal(500, 500)],
    ['503', refusal(503, 503)],
    ['429', refusal(429, 429)],
    ['401', refusal(Codes.AccessTokenRefused, 401)],
    ['4005', refusal(Codes.IdempotencyKeyBusy, 409)],
    ['a page of a gateway', { status: 403, headers: {}, body: '<html>' }],
  ] as const)('stays open after %s', async (_what, step) => {
    phone.on(PLACE, step);
    await place().catch(() => null);
    expect(kept()).toBe(true);
  });

  it('without a network sends nothing and leaves nothing that would be sent later', async () => {
    phone.online = false;
    await expect(place()).rejects.toMatchObject({ kind: 'offline', isOutcomeOpen: false });
    expect([phone.requests, kept()]).toEqual([[], false]);
  });

  it('needs no storage to be safe while the app runs', async () => {
    phone.storage.set = () => {
      throw new Error('full');
    };
    phone.on(PLACE, 'lost', ok(order, 201));
    expect(await place()).toEqual(order);
    expect(distinct()).toBe(1);
  });
});

describe('after a restart', () => {
  const losing = async () => {
    phone.on(PLACE, 'lost');
    await place().catch(() => null);
  };
  const resume = () => phone.clock.through(phone.start().orders.resume());

  it('a wish without an answer is sent again with its key and body, and then forgotten', async () => {
    await losing();
    phone.on(PLACE, ok(order, 201));
    expect(await resume()).toEqual([{ what: 'order', outcome: 'done', order }]);
    expect([distinct(), phone.at(PLACE).at(-1)?.body, kept()]).toEqual([1, JSON.stringify(wish), false]);
    expect(await resume()).toEqual([]);
  });

  it('the same wish tapped again goes on with its key', async () => {
    await losing();
    phone.on(PLACE, ok(order, 201));
    await place(phone.start());
    expect(distinct()).toBe(1);
  });

  it('a refusal ends it, and no answer leaves it for the next time', async () => {
    await losing();
    expect(await resume()).toMatchObject([{ what: 'order', outcome: 'unanswered', error: { kind: 'network' } }]);
    phone.on(PLACE, refusal(Codes.NotEnoughStock, 409));
    expect(await resume()).toMatchObject([{ what: 'order', outcome: 'refused', error: { code: 3001 } }]);
    expect(kept()).toBe(false);
  });

  it('in aeroplane mode it waits', async () => {
    await losing();
    phone.online = false;
    const sent = keys().length;
    expect(await resume()).toMatchObject([{ outcome: 'unanswered', error: { kind: 'offline' } }]);
    expect([keys().length, kept()]).toEqual([sent, true]);
  });

  it.each([
    ['more than an hour later', HOUR, 0],
    ['with the clock put forward by a day', 0, DAY],
    ['with the clock put back by a day', 0, -DAY],
  ])('%s it is not sent by itself, but told of once', async (_when, passedMs, skewMs) => {
    await losing();
    const sent = keys().length;
    phone.clock.pass(passedMs);
    phone.clock.skewMs = skewMs;
    expect(await resume()).toEqual([{ what: 'order', outcome: 'stale' }]);
    expect([keys().length, await resume()]).toEqual([sent, []]);
  });

  it('the wish of an hour ago, tapped again, is a new one', async () => {
    await losing();
    phone.clock.pass(HOUR);
    await place(phone.start()).catch(() => null);
    expect(distinct()).toBe(2);
  });

  it('a refund that was asked for goes on as well', async () => {
    phone.on('POST /orders/o1/refunds', 'lost');
    await phone.clock.through(phone.start().orders.refund('o1', { reason: '不想要了' })).catch(() => null);
    phone.on('POST /orders/o1/refunds', ok({ id: 'f1' }, 201));
    expect(await resume()).toEqual([{ what: 'refund', outcome: 'done', refund: { id: 'f1' } }]);
    expect(distinct('POST /orders/o1/refunds')).toBe(1);
  });

  it('a resumption that runs beside a tap is one request', async () => {
    await losing();
    const sent = keys().length;
    phone.on(PLACE, ok(order, 201));
    const shop = phone.start();
    await phone.clock.through(Promise.all([shop.orders.resume(), shop.orders.resume(), shop.orders.place(wish)]));
    expect(keys().length).toBe(sent + 1);
  });
});
