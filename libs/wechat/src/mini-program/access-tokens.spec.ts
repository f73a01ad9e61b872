import { AccessTokens, InProcessAccessTokenStore } from './access-tokens.js';

const START = Date.parse('2026-11-23T04:00:00Z');
let now: Date;
let fetched: number;
let store: InProcessAccessTokenStore;
let tokens: AccessTokens;

beforeEach(() => {
  now = new Date(START);
  fetched = 0;
  store = new InProcessAccessTokenStore();
  const fetch = async () => ({ token: `token-${(fetched += 1)}`, expiresAt: new Date(now.getTime() + 7_200_000) });
  tokens = new AccessTokens(store, fetch, () => now);
});

test('however many ask, one token is fetched', async () => {
  const all = await Promise.all(Array.from({ length: 200 }, () => tokens.current()));
  expect(new Set(all)).toEqual(new Set(['token-1']));
  expect(fetched).toBe(1);
});

test('a token is kept until a minute before it expires', async () => {
  await tokens.current();
  now = new Date(START + 7_139_000);
  await expect(tokens.current()).resolves.toBe('token-1');
  now = new Date(START + 7_140_000);
  await expect(tokens.current()).resolves.toBe('token-2');
});

test('a failed fetch is not remembered', async () => {
  const failing = jest.fn().mockRejectedValueOnce(new Error('down'));
  failing.mockResolvedValue({ token: 'late', expiresAt: new Date(START + 7_200_000) });
  const unlucky = new AccessTokens(store, failing, () => now);
  await expect(unlucky.current()).rejects.toThrow('down');
  await expect(unlucky.current()).resolves.toBe('late');
});

test('dropping a refused token leaves a newer one alone', async () => {
  await store.set({ token: 'newer', expiresAt: new Date(START + 7_200_000) });
  await expect(tokens.instead('older')).resolves.toBe('newer');
  expect(fetched).toBe(0);
});

test('a refused token is not handed out again by a load that was already under way', async () => {
  await tokens.current();
  const underWay = tokens.current();
  await expect(tokens.instead('token-1')).resolves.toBe('token-2');
  await underWay;
  expect(fetched).toBe(2);
});
