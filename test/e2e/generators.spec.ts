import { CheckoutCopy } from '../support/checkout-copy.js';

// Machines are noisy; each command takes about a second.
const copy = new CheckoutCopy();
afterAll(() => copy.remove());

const CONTEXT = 'npm run --silent new:context --';
const USE_CASE = 'npm run --silent new:use-case --';

async function expectRefusal(command: string, says: RegExp, where?: { cwd: string }): Promise<void> {
  const { code, output } = await copy.run(command, where);
  expect([command, code, output]).toEqual([command, 1, expect.stringMatching(says)]);
  expect(output).toMatch(/^jishi: /);
  expect(output).not.toMatch(/\n\s+at /);
  expect(copy.changed()).toEqual([]);
}

/** Names are many, so one process tries them all: what the generator says to each, or null where it takes it. */
async function saidTo(names: readonly string[]): Promise<Record<string, string | null>> {
  const script = `
    import { Changes } from './scripts/lib/generate/changes.mjs';
    import { namesOf } from './scripts/lib/generate/context-names.mjs';
    const say = (name) => { try { namesOf({ name }, new Changes('.')); return null; } catch (error) { return error.message; } };
    console.log(JSON.stringify(Object.fromEntries(${JSON.stringify(names)}.map((name) => [name, say(name)]))));`;
  const { output } = await copy.run(`node --input-type=module -e '${script.replaceAll("'", `'\\''`)}'`);
  return JSON.parse(output) as Record<string, string | null>;
}

describe('new:context', () => {
  it.each([
    ['no name', '', /say the name of the context, for example: npm run new:context -- bulletin/],
    ['a context that is there', 'order', /there is a context order already: to add to it, npm run new:use-case/],
    ['more names than one', 'gift card', /too much: card/],
    ['an option it does not know', 'gift-card --colour red', /Unknown option '--colour'/],
    ['a Chinese name that is none', 'gift-card --zh card', /--zh card: write what it is called in Chinese/],
    ['an aggregate that has a table', 'depot --aggregate sku', /there is a table skus already/],
    ['one name for one and for several', 'gift-card --plural gift-card', /must have different names/],
  ])('refuses %s, and leaves no trace', async (_, args, says) => {
    await expectRefusal(`${CONTEXT} ${args}`, says);
  });

  it('refuses names that cannot be, or that mean something already', async () => {
    const said = await saidTo([
      'Bulletin',
      'gift_card',
      'gift--card',
      '2-for-1',
      '../order',
      'x'.repeat(31),
      'class',
      'module',
      'date',
      'database',
      'domain',
      'wechat',
      'testing',
      'sample-thing',
      'bulletins',
      'categories',
      'event',
      'key',
      'refund',
      'shipment',
      'fen',
    ]);
    expect(said).toEqual({
      ...refusalOf(/write it in kebab-case/, 'Bulletin', 'gift_card', 'gift--card', '2-for-1', '../order'),
      ...refusalOf(/at most 30/, 'x'.repeat(31)),
      ...refusalOf(/the code itself uses/, 'class', 'module', 'date', 'database', 'event', 'key'),
      ...refusalOf(/means something else here/, 'domain', 'wechat', 'testing', 'sample-thing'),
      bulletins: expect.stringMatching(/singular, such as bulletin\./),
      categories: expect.stringMatching(/singular, such as category\./),
      ...refusalOf(/means something else in docs\/glossary.md/, 'shipment', 'fen'),
      refund: expect.stringMatching(/there are routes at refunds already/),
    });
  });

  it('takes names of every shape a thing may have', async () => {
    const names = ['bulletin', 'gift-card', 'invoice', 'bonus', 'address-label', 'pick-up-point', 'review', 'lottery'];
    expect(await saidTo(names)).toEqual(Object.fromEntries(names.map((name) => [name, null])));
  });

  it('tells what it would write, and writes nothing, with --dry-run', async () => {
    const { code, output } = await copy.run(`${CONTEXT} gift-card --zh 礼品卡 --dry-run`);
    expect([code, output]).toEqual([0, expect.stringContaining('+ src/gift-card/domain/gift-card.ts')]);
    expect(output).toMatch(/~ src\/app\.module\.ts\n\s+import \{ GiftCardModule \} from '\.\/gift-card\/index\.js';/);
    expect(copy.changed()).toEqual([]);
  });

  it('writes nothing at all where one of its files cannot be written', async () => {
    // No file of more than 14 KiB: docs/glossary.md is longer, and not the first.
    await expectRefusal(`ulimit -f 14; ${CONTEXT} gift-card`, /so none was: EFBIG/);
  });
});

describe('new:use-case', () => {
  it.each([
    ['no context', '', /say the name of the context/],
    [
      'a context that is not there',
      'gift-card hold-gift-card',
      /no context gift-card: there are auth, .*npm run new:context/,
    ],
    ['no name', 'order', /say the name of the use case/],
    ['a verb alone', 'order hold', /"hold" says a verb alone: say what is done to what, such as hold-order/],
    [
      'a use case that is there',
      'order confirm-receipt',
      /src\/order\/application\/confirm-receipt\.ts is there already/,
    ],
    ['a verb the aggregate has', 'order pay-order', /src\/order\/domain\/order\.ts has a method pay already/],
    [
      'a context without such an aggregate',
      'inventory count-stock',
      /write src\/inventory\/application\/count-stock\.ts by hand/,
    ],
    ['to guess which aggregate is meant', 'catalog praise-goods', /--aggregate category, or --aggregate product/],
    [
      'an event nobody publishes',
      'order thank-shopper --reacts-to order.praised',
      /nobody publishes order\.praised: there are .*order\.placed/,
    ],
    [
      'a reaction that is there',
      'inventory sell-stock --reacts-to order.paid',
      /there is a SellStockOnOrderPaid already/,
    ],
  ])('refuses %s, and leaves no trace', async (_, args, says) => {
    await expectRefusal(`${USE_CASE} ${args}`, says);
  });
});

describe('both', () => {
  const NEW_CONTEXT = () => `node ${copy.folder}/scripts/new-context.mjs gift-card`;

  it('refuse to work from outside the checkout', async () => {
    await expectRefusal(NEW_CONTEXT(), /this adds to the checkout in .*: run it there/, { cwd: '/' });
  });

  it('refuse a checkout that is not whole, or in which a place they would add to is gone', async () => {
    const { folder } = copy;
    const gone = `cd ${folder} && mv docs/errors.md errors.kept && trap 'mv errors.kept docs/errors.md' EXIT && node scripts/new-context.mjs gift-card`;
    await expectRefusal(gone, /docs\/errors\.md is missing: run this in a whole checkout/);
    const changed = `cd ${folder} && cp src/app.module.ts kept && sed -i 's/const contexts/const parts/' src/app.module.ts && trap 'mv kept src/app.module.ts' EXIT && node scripts/new-context.mjs gift-card`;
    await expectRefusal(changed, /src\/app\.module\.ts has no "export const contexts = \["/);
  });
});

const refusalOf = (says: RegExp, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, expect.stringMatching(says) as string]));
