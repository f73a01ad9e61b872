import { createHash } from 'node:crypto';
import { Canaries, formsOf, leaks, placesOf, type Written } from '../support/canary/canaries.js';
import { type Journey, playJourney } from '../support/canary/journey.js';
import { breakDatabase, breakRules, hearNonsense, sendNonsense } from '../support/canary/mistakes.js';
import { World } from '../support/canary/world.js';
import { onEachStack } from '../support/shop.js';

/** Business codes the planted requests must have met; a code that is missing here is one nobody planted anything for. */
const REFUSALS = [
  1001, 1002, 1003, 1004, 1006, 1101, 1103, 1104, 1105, 1106, 1107, 2001, 2002, 2003, 3001, 4001, 4002, 4003, 4004,
  4006, 4007, 5001, 5002, 5003, 6001, 6002, 6003, 400, 404, 413, 415, 422, 500,
];
/** What the API shows whoever it is about. */
const SHOWN = /^(remark of the|reason of the (rejected|approved)|.* of the address$|detail of the changed)/;

onEachStack((stack) => {
  let world: World;
  let journey: Journey;
  let written: Written[];
  beforeAll(async () => {
    world = await World.open(stack);
    journey = await playJourney(world);
    await sendNonsense(world, journey);
    await hearNonsense(world);
    await breakDatabase(world);
    await breakRules(world, journey);
    await world.readMetrics();
    // What is written off the path of a request is written by now.
    await world.shop.stop();
    written = await world.written();
  });
  afterAll(() => world?.close());

  const placesWith = (text: string) => placesOf({ forms: formsOf(text) }, written);

  it('[F20] lets no planted value stand where it does not belong', () => {
    expect(leaks(world.canaries.all, written)).toEqual([]);
  });

  it('would have found them: the same search finds what does belong there', () => {
    expect(placesWith('龙井')).toEqual(expect.arrayContaining(['order_lines.product_name', 'answers']));
    expect(placesWith('小明')).toEqual(expect.arrayContaining(['users.nickname', 'answers']));
    expect(placesWith(journey.orderId)).toEqual(
      expect.arrayContaining(['orders.id', 'outbox.payload', 'audit_log.subject']),
    );
    const told = ['/api/v1/orders/:id/refunds', 'INSERT INTO sessions', 'Unforeseen error', '"level":20'];
    for (const text of told) expect(placesOf({ forms: [text] }, written)).toContain('output');
    const traced = [
      'POST /api/v1/orders',
      'INSERT INTO sessions',
      'WeChat code2session',
      '"SettleOrderOnPaymentSucceeded"',
    ];
    for (const text of traced) expect(placesOf({ forms: [text] }, written)).toContain('traces');
    expect(placesOf({ forms: ['JFIF', '\xff\xd8\xff'] }, written)).toContain('files');
    const counted = [
      '/api/v1/orders/:id/refunds',
      'route="unknown"',
      'wechat_request_duration_seconds_bucket',
      'handler=',
    ];
    for (const text of counted) expect(placesOf({ forms: [text] }, written)).toContain('metrics');
    if (world.shop.redisUrl !== null) expect(placesWith('jishi:cache:')).toContain('Redis commands');
  });

  it('[F20] did plant them: each stands where it belongs', () => {
    const met = (name: RegExp, place: RegExp) =>
      world.canaries.all
        .filter((canary) => name.test(canary.name))
        .map((canary) => placesOf(canary, written).some((one) => place.test(one)));
    for (const [name, place] of [
      [/^openid$/, /^wechat_identities\.account$/],
      [/^openid$/, /^payments\.account$/],
      [/^User-Agent$/, /^sessions\.user_agent$/],
      [/^Idempotency-Key/, /^idempotency_keys\.idem_key$/],
      [/^code of /, /^to WeChat$/],
      [/^(secret|family) of a refresh token$/, /^answers$/],
      [SHOWN, /^answers$/],
      [/^remark of the/, /^to the content check$/],
    ] as const) {
      const found = met(name, place);
      expect(found.length).toBeGreaterThan(0);
      expect(found).not.toContain(false);
    }
    expect(world.canaries.all.filter(({ name }) => name === 'session_key')).not.toEqual([]);
    expect(world.tap.isSpent).toBe(true);
  });

  it('[F20] met every refusal it means to', () => {
    expect(REFUSALS.filter((code) => !world.answers.codes.has(code))).toEqual([]);
  });
});

describe('the search for planted values', () => {
  const hidden = '某 "q0123456789abcdef"\\路';
  it.each<[string, (text: string) => string]>([
    ['as it is', (text) => text],
    ['in JSON', (text) => JSON.stringify({ detail: text })],
    ['in JSON within JSON', (text) => JSON.stringify({ payload: JSON.stringify({ detail: text }) })],
    ['in a query', (text) => new URLSearchParams({ q: text }).toString()],
    ['in a path', (text) => `/${encodeURIComponent(text)}`],
    ['in base64', (text) => Buffer.from(text).toString('base64')],
    ['in base64, one byte further on', (text) => Buffer.from(`.${text}.`).toString('base64')],
    ['in base64url, two bytes further on', (text) => Buffer.from(`..${text}..`).toString('base64url')],
    ['in hex', (text) => Buffer.from(text).toString('hex')],
  ])('finds a value %s', (_, encode) => {
    const canaries = new Canaries();
    const value = canaries.text('a detail', undefined, (own) => hidden.replace(/q[0-9a-f]+/, own));
    const secret = canaries.note('a secret', 'kX+/9aZ==bQ7w', /^where it belongs$/);
    const written = [
      { place: 'here', text: encode(value) },
      { place: 'there', text: encode(secret) },
      { place: 'where it belongs', text: encode(secret) },
      { place: 'elsewhere', text: encode('nothing of that') },
    ];
    expect(leaks(canaries.all, written)).toEqual(['a detail → here', 'a secret → there']);
  });

  it('finds a telephone number by a digest that needs no key', () => {
    const canaries = new Canaries();

    const digest = createHash('sha256')
      .update(`+86${canaries.phone('a phone')}`)
      .digest('base64url');
    expect(leaks(canaries.all, [{ place: 'a column', text: digest }])).toEqual(['a phone → a column']);
  });
});
