import { Logger } from '@nestjs/common';
import { AccessTokens, type AccessToken, AccessTokenStore, type StoredAccessToken } from './access-tokens.js';

const START = Date.parse('2026-11-23T04:00:00Z');
const LIFE_MS = 7_200_000;
const MINUTE = 60_000;

let now: Date;
let fetched: number;
const after = (milliseconds: number) => (now = new Date(START + milliseconds));
const fetch = async (): Promise<AccessToken> => ({
  token: `token-${(fetched += 1)}`,
  expiresAt: new Date(now.getTime() + LIFE_MS),
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeAll(() => {
  Logger.overrideLogger(false);
});
beforeEach(() => {
  now = new Date(START);
  fetched = 0;
});

describe('the access_token of one process', () => {
  let tokens: AccessTokens;
  beforeEach(() => (tokens = new AccessTokens(null, fetch, () => now)));

  test('is fetched once, however many ask', async () => {
    const all = await Promise.all(Array.from({ length: 200 }, () => tokens.current()));
    expect(new Set(all)).toEqual(new Set(['token-1']));
    expect(fetched).toBe(1);
  });

  test('is renewed five minutes before its end, and nobody waits for that', async () => {
    await tokens.current();
    after(LIFE_MS - 5 * MINUTE - 1);
    await expect(tokens.current()).resolves.toBe('token-1');
    expect(fetched).toBe(1);
    after(LIFE_MS - 5 * MINUTE);
    await expect(tokens.current()).resolves.toBe('token-1');
    await settled();
    await expect(tokens.current()).resolves.toBe('token-2');
  });

  test('is used to its end when it cannot be renewed, which is tried every ten seconds', async () => {
    const failing = jest.fn().mockImplementationOnce(fetch).mockRejectedValue(new Error('down'));
    const unlucky = new AccessTokens(null, failing, () => now);
    await unlucky.current();
    for (const left of [300_000, 299_000, 290_000, 6_000]) {
      after(LIFE_MS - left);
      await expect(unlucky.current()).resolves.toBe('token-1');
      await settled();
    }
    expect(failing).toHaveBeenCalledTimes(4);
    after(LIFE_MS);
    await expect(unlucky.current()).rejects.toThrow('down');
  });

  test('is fetched again after a fetch that failed', async () => {
    const failing = jest.fn().mockRejectedValueOnce(new Error('down')).mockImplementation(fetch);
    const unlucky = new AccessTokens(null, failing, () => now);
    await expect(unlucky.current()).rejects.toThrow('down');
    await expect(unlucky.current()).resolves.toBe('token-1');
  });

  test('is replaced once when many hear at once that it was refused', async () => {
    await tokens.current();
    const all = await Promise.all(Array.from({ length: 200 }, () => tokens.instead('token-1')));
    expect(new Set(all)).toEqual(new Set(['token-2']));
    await expect(tokens.instead('token-1')).resolves.toBe('token-2');
    expect(fetched).toBe(2);
  });

  test('may be the same again: in normal mode WeChat decides', async () => {
    const same = new AccessTokens(
      null,
      async () => ({ ...(await fetch()), token: 'same' }),
      () => now,
    );
    await same.current();
    await expect(same.instead('same')).resolves.toBe('same');
    await expect(same.current()).resolves.toBe('same');
    expect(fetched).toBe(2);
  });
});

/** A store as another process leaves it, and may take away. */
class TestStore extends AccessTokenStore {
  stored: StoredAccessToken = { token: null, revision: 0 };
  busy = false;
  gone = false;
  readonly calls: string[] = [];

  read() {
    return this.answer('read', () => this.stored);
  }
  claim(revision: number) {
    return this.answer('claim', () => !this.busy && revision === this.stored.revision);
  }
  replace(revision: number, token: AccessToken) {
    return this.answer('replace', () => void (this.stored = { token, revision: revision + 1 }));
  }
  release() {
    return this.answer('release', () => undefined);
  }

  private async answer<T>(call: string, result: () => T): Promise<T> {
    this.calls.push(call);
    if (this.gone) throw new Error('the store is gone');
    return result();
  }
}

describe('the access_token that processes share', () => {
  let store: TestStore;
  let tokens: AccessTokens;
  const theirs = (token: string, left = LIFE_MS) => ({ token, expiresAt: new Date(now.getTime() + left) });
  beforeEach(() => {
    store = new TestStore();
    tokens = new AccessTokens(store, fetch, () => now);
  });

  test('is not fetched where another process has fetched it, and read once', async () => {
    store.stored = { token: theirs('theirs'), revision: 7 };
    for (let n = 0; n < 3; n++) await expect(tokens.current()).resolves.toBe('theirs');
    expect(fetched).toBe(0);
    expect(store.calls).toEqual(['read']);
  });

  test('is used on while another process fetches the next', async () => {
    store.stored = { token: theirs('theirs', MINUTE), revision: 7 };
    store.busy = true;
    await expect(tokens.current()).resolves.toBe('theirs');
    expect(fetched).toBe(0);
  });

  test('is waited for while another process fetches the first', async () => {
    store.busy = true;
    const waiting = tokens.current();
    await settled();
    store.stored = { token: theirs('theirs'), revision: 1 };
    await expect(waiting).resolves.toBe('theirs');
    expect(fetched).toBe(0);
  });

  test('is not fetched again by a process that heard of its refusal later', async () => {
    store.stored = { token: theirs('old'), revision: 7 };
    await tokens.current();
    store.stored = { token: theirs('newer'), revision: 8 };
    await expect(tokens.instead('old')).resolves.toBe('newer');
    expect(fetched).toBe(0);
  });

  test('is not handed out again by a search that was under way when it was refused', async () => {
    store.stored = { token: theirs('old', MINUTE), revision: 7 };
    store.busy = true;
    await tokens.current();
    const underWay = tokens.current();
    const instead = tokens.instead('old');
    // The search hears that somebody else fetches, and settles for the old one.
    while (store.calls.filter((call) => call === 'claim').length < 2) await Promise.resolve();
    store.busy = false;
    await expect(instead).resolves.toBe('token-1');
    await expect(underWay).resolves.toBe('old');
    expect(store.stored).toMatchObject({ token: { token: 'token-1' }, revision: 8 });
  });

  test('leaves the claim to others when WeChat gives none', async () => {
    const unlucky = new AccessTokens(
      store,
      () => Promise.reject(new Error('WeChat is down')),
      () => now,
    );
    await expect(unlucky.current()).rejects.toThrow('WeChat is down');
    expect(store.calls).toEqual(['read', 'claim', 'release']);
  });

  test('is the one in hand when the store is gone, and fetched by each process that has none', async () => {
    await tokens.current();
    store.gone = true;
    after(LIFE_MS - MINUTE);
    await expect(tokens.current()).resolves.toBe('token-1');
    await settled();
    expect(fetched).toBe(1);
    await expect(new AccessTokens(store, fetch, () => now).current()).resolves.toBe('token-2');
    await expect(tokens.instead('token-1')).resolves.toBe('token-3');
  });
});
