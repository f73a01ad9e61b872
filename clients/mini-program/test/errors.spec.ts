import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ShopError } from '../src/index.js';
import { Codes, isShopError } from '../src/index.js';
import { refusal, ScriptedPhone } from './support/scripted-phone.js';

const read = (path: string) => readFileSync(join(__dirname, path), 'utf8');

it('the codes are those of docs/errors.md, with their words', () => {
  const rows = [...read('../../../docs/errors.md').matchAll(/^\| (\d+) *\| *\d+ *\| *([^|]+?) *\| *([^|]+?) *\|/gm)];
  const listed = rows.map(([, code, en, zh]) => [Number(code), `${en} · ${zh}`]);
  const said = [...read('../src/codes.ts').matchAll(/\/\*\* (.+) \*\/\n {2}\w+: (\d+),/g)];
  expect(said.map(([, words, code]) => [Number(code), words])).toEqual(listed);
  expect(Object.values(Codes)).toEqual(listed.map(([code]) => code));
});

describe('a refusal', () => {
  const shortages = [{ skuId: 's1', requested: 2, available: 1 }];
  const failed = async (answer = refusal(3001, 409, { data: { shortages } })): Promise<ShopError> => {
    const phone = new ScriptedPhone();
    phone.on('GET /products/p1', answer);
    const error: unknown = await phone
      .start()
      .products.get('p1')
      .catch((caught: unknown) => caught);
    if (!isShopError(error)) throw new Error('no ShopError');
    return error;
  };

  it('is an error with all the shop said', async () => {
    const error = await failed();
    expect(error).toBeInstanceOf(Error);
    expect({ ...error }).toEqual({
      name: 'ShopError',
      kind: 'refused',
      code: 3001,
      status: 409,
      requestId: 'r2',
      retryAfterMs: 0,
      data: { shortages },
      errors: [],
    });
    expect(error.message).toBe('says 3001');
  });

  it('has facts that are known by its code', async () => {
    const error = await failed();
    expect(error.is(Codes.NotEnoughStock) && error.data.shortages[0]?.available).toBe(1);
    expect(error.is(Codes.PriceChanged)).toBe(false);
  });

  it('names the fields of a request of the wrong shape', async () => {
    const errors = [{ path: 'items.0.quantity', message: '太多' }];
    expect((await failed(refusal(400, 400, { errors }))).errors).toEqual(errors);
  });

  it('tells whether what was asked may have been done', async () => {
    expect([(await failed()).isOutcomeOpen, (await failed(refusal(500, 500))).isOutcomeOpen]).toEqual([false, true]);
  });
});

it.each([
  ['zh', '网络未连接，请检查网络后再试'],
  ['en', 'There is no network: check it and try again'],
] as const)('a failure that no server words is worded here (%s)', async (language, message) => {
  const phone = new ScriptedPhone();
  phone.online = false;
  await expect(phone.start({ language }).orders.pay('o1')).rejects.toMatchObject({ message });
});
