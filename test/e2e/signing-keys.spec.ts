import { onEachStack, Shop } from '../support/shop.js';

const [first, second] = [`k1:${'1'.repeat(32)}`, `k2:${'2'.repeat(32)}`];

onEachStack((stack) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ stack, environment: { JWT_KEYS: first } });
  });
  afterAll(() => shop?.close());

  const restartWith = async (keys: string) => {
    await shop.stop();
    await shop.start(stack.processes, { JWT_KEYS: keys });
  };
  const me = async (token: string) => (await shop.api.as({ token }).get('/users/me')).code;
  const keyOf = (token: string) =>
    (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid;

  it('[F14] rotates the keys that sign access tokens, and nobody has to sign in again', async () => {
    const before = await shop.logIn('oBefore');
    await restartWith(`${first},${second}`);
    expect(await me(before.accessToken)).toBe(200);

    await restartWith(`${second},${first}`);
    expect(await me(before.accessToken)).toBe(200);
    const after = await shop.logIn('oAfter');
    expect([keyOf(before.accessToken), keyOf(after.accessToken)]).toEqual(['k1', 'k2']);

    await restartWith(second);
    expect(await me(before.accessToken)).toBe(1103);
    const { refreshToken } = before;
    const { data } = await shop.api.post<{ accessToken: string }>('/auth/token/refresh', { refreshToken });
    expect(await me(data.accessToken)).toBe(200);
    expect(await me(after.accessToken)).toBe(200);
  });
});
