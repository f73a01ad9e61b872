import { Codes } from '../src/index.js';
import { ok, refusal, ScriptedPhone } from './support/scripted-phone.js';

const LOGIN = 'POST /auth/wechat/login';
const REFRESH = 'POST /auth/token/refresh';
const ME = 'GET /users/me';
const HOUR = 3600_000;
const DAY = 24 * HOUR;

let phone: ScriptedPhone;
let valid: Set<string>;

/** Takes the tokens in `valid`, and refuses others with this code. */
const guarded = (code: number) => {
  phone.on(ME, ({ headers }) => {
    const token = headers['Authorization']?.replace('Bearer ', '') ?? '';
    return valid.has(token) ? ok({ id: 'u1' }) : refusal(code, 401);
  });
};

beforeEach(() => {
  phone = new ScriptedPhone();
  valid = new Set(['T1', 'T2']);
  guarded(Codes.AccessTokenExpired);
});

describe('signing in', () => {
  it('happens by itself, once, whatever the number of calls that wait for it', async () => {
    const shop = phone.start();
    await Promise.all([shop.users.me(), shop.users.me(), shop.orders.list().catch(() => null)]);
    expect([phone.logins, phone.at(LOGIN).length, phone.at(ME).length]).toEqual([1, 1, 2]);
    expect(phone.at(LOGIN)[0]?.body).toBe('{"code":"code-1"}');
  });

  it('is left out where nobody needs it', async () => {
    phone.on('GET /categories', ok({ items: [] }));
    expect(await phone.start().categories.list()).toEqual([]);
    expect(phone.logins).toBe(0);
  });

  it('outlives the app: the next start goes on with the tokens it left', async () => {
    await phone.start().users.me();
    await phone.start().users.me();
    expect([phone.logins, phone.at(REFRESH).length]).toEqual([1, 0]);
  });

  it.each(['{', '"text"', '{"accessToken":1}', 'null', '[]'])('survives a storage that holds %s', async (text) => {
    phone.kept.set('jishi.session', text);
    expect(await phone.start().users.me()).toEqual({ id: 'u1' });
  });

  it('survives a storage that is full', async () => {
    phone.storage.set = () => {
      throw new Error('exceed storage max size 10Mb');
    };
    const shop = phone.start();
    await shop.users.me();
    await shop.users.me();
    expect(phone.logins).toBe(1);
  });

  it.each([
    [Codes.LoginCodeRefused, 401],
    [Codes.AccountBlocked, 403],
  ])('refused with %d is an error and no loop', async (code, status) => {
    phone.on(LOGIN, refusal(code, status));
    await expect(phone.clock.through(phone.start().users.me())).rejects.toMatchObject({ kind: 'refused', code });
    expect(phone.requests).toHaveLength(1);
  });

  it('that wx.login fails is told as such', async () => {
    phone.login = () => Promise.reject(Object.assign(new Error(), { errMsg: 'login:fail' }));
    const refused = await phone
      .start()
      .users.me()
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ kind: 'login', code: 0, data: { detail: 'login:fail' } });
  });

  it('on demand makes a new session and tells who it is', async () => {
    const shop = phone.start();
    await shop.users.me();
    expect(await shop.auth.logIn()).toEqual({ id: 'u1', isNew: false });
    await shop.users.me();
    expect(phone.at(ME).map(({ headers }) => headers['Authorization'])).toEqual(['Bearer T1', 'Bearer T2']);
  });
});

describe('an expired token', () => {
  it('is renewed once for any number of parallel 401s, and each request replayed exactly once', async () => {
    const shop = phone.start();
    await shop.users.me();
    valid.delete('T1');
    expect(await Promise.all(Array.from({ length: 30 }, () => shop.users.me()))).toHaveLength(30);
    expect(phone.at(REFRESH).map(({ body }) => body)).toEqual(['{"refreshToken":"R1"}']);
    expect([phone.logins, phone.at(ME).length]).toEqual([1, 1 + 30 + 30]);
  });

  it('is replayed once only: a second 401 is the answer', async () => {
    const shop = phone.start();
    valid.clear();
    await expect(phone.clock.through(shop.users.me())).rejects.toMatchObject({ code: Codes.AccessTokenExpired });
    expect(phone.at(ME)).toHaveLength(2);
  });

  it.each([Codes.RefreshTokenRefused, Codes.RefreshTokenReused])(
    'leads to a new login when the family is gone (%d)',
    async (code) => {
      const shop = phone.start();
      await shop.users.me();
      valid.delete('T1');
      phone.on(REFRESH, refusal(code, 401));
      expect(await Promise.all([shop.users.me(), shop.users.me()])).toHaveLength(2);
      expect([phone.logins, phone.at(REFRESH).length]).toEqual([2, 1]);
    },
  );

  it('whose session is revoked (1103) is not refreshed: the shopper signs in anew', async () => {
    guarded(Codes.AccessTokenRefused);
    const shop = phone.start();
    await shop.users.me();
    valid.delete('T1');
    await Promise.all([shop.users.me(), shop.users.me()]);
    expect([phone.logins, phone.at(REFRESH).length]).toEqual([2, 0]);
  });

  it('of somebody blocked (1107) is an error and no loop', async () => {
    const shop = phone.start();
    await shop.users.me();
    valid.delete('T1');
    phone.on(REFRESH, refusal(Codes.AccountBlocked, 403));
    const calls = [shop.users.me(), shop.users.me()].map((call) => call.catch((error: unknown) => error));
    expect(await Promise.all(calls)).toMatchObject([{ code: 1107 }, { code: 1107 }]);
    expect([phone.logins, phone.at(REFRESH).length]).toEqual([1, 1]);
  });

  it('is replayed with the new token by a request that comes back after the renewal', async () => {
    const shop = phone.start();
    await shop.users.me();
    let answer = (): void => undefined;
    const late = new Promise<void>((go) => (answer = go));
    phone.on('GET /orders', async ({ headers }) => {
      if (headers['Authorization'] !== 'Bearer T1') return ok({ items: [], nextCursor: null });
      await late;
      return refusal(Codes.AccessTokenExpired, 401);
    });
    const slow = shop.orders.list();
    valid.delete('T1');
    await shop.users.me();
    answer();
    await slow;
    expect(phone.at(REFRESH)).toHaveLength(1);
  });

  it('is not refreshed twice with the same token when the answer is lost: that would look like theft', async () => {
    const shop = phone.start();
    await shop.users.me();
    valid.delete('T1');
    phone.on(REFRESH, 'lost');
    expect(await phone.clock.through(shop.users.me())).toEqual({ id: 'u1' });
    expect([phone.at(REFRESH).length, phone.logins]).toEqual([1, 2]);
  });

  it('keeps its session while the shop is busy (429) and asks again', async () => {
    const shop = phone.start();
    await shop.users.me();
    valid.delete('T1');
    phone.on(
      REFRESH,
      refusal(429, 429, { headers: { 'retry-after': '2' } }),
      ok({ accessToken: 'T2', refreshToken: 'R2', expiresIn: 60 }),
    );
    expect(await phone.clock.through(shop.users.me())).toEqual({ id: 'u1' });
    expect([phone.at(REFRESH).length, phone.logins]).toEqual([2, 1]);
  });
});

describe('the clock of the phone', () => {
  it('renews ahead of the end', async () => {
    const shop = phone.start();
    await shop.users.me();
    phone.clock.pass(HOUR - 61_000);
    await shop.users.me();
    expect(phone.at(REFRESH)).toHaveLength(0);
    phone.clock.pass(2_000);
    await shop.users.me();
    expect([phone.at(REFRESH).length, phone.at(ME).length]).toEqual([1, 3]);
  });

  it.each([DAY, -DAY])('may be wrong by %d ms from the start, at no cost', async (skewMs) => {
    phone.clock.skewMs = skewMs;
    const shop = phone.start();
    await shop.users.me();
    await shop.users.me();
    expect(phone.requests).toHaveLength(3);
  });

  it('put forward by a day costs one renewal', async () => {
    const shop = phone.start();
    await shop.users.me();
    phone.clock.skewMs = DAY;
    await shop.users.me();
    await shop.users.me();
    expect([phone.at(REFRESH).length, phone.at(ME).length, phone.logins]).toEqual([1, 3, 1]);
  });

  it('put back by a day costs one 401', async () => {
    const shop = phone.start();
    await shop.users.me();
    phone.clock.skewMs = -DAY;
    phone.clock.pass(HOUR);
    valid.delete('T1');
    await shop.users.me();
    await shop.users.me();
    expect([phone.at(REFRESH).length, phone.at(ME).length, phone.logins]).toEqual([1, 4, 1]);
  });
});

describe('signing out', () => {
  it('ends the session here and there, and asks nothing where there is none', async () => {
    phone.on('POST /auth/logout', ok(null));
    const shop = phone.start();
    await shop.auth.logOut();
    expect(phone.requests).toEqual([]);
    await shop.users.me();
    await shop.auth.logOut();
    expect(phone.at('POST /auth/logout')[0]?.headers['Authorization']).toBe('Bearer T1');
    expect([...phone.kept.keys()]).toEqual([]);
  });

  it('forgets the tokens even when the shop cannot be told', async () => {
    phone.on('POST /auth/logout', 'lost');
    const shop = phone.start();
    await shop.users.me();
    await expect(shop.auth.logOut()).rejects.toMatchObject({ kind: 'network' });
    expect(phone.kept.size).toBe(0);
  });
});
