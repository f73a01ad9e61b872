import type { Answer, Api } from '../support/api.js';
import { onEachStack, Shop } from '../support/shop.js';
import { OWNER } from '../support/shop-process.js';
import { eventually } from '../support/until.js';
import type { Page, Product } from '../support/views.js';

interface Profile {
  readonly nickname: string;
  readonly phone: string | null;
}

/** Everything about an answer but its time and its request. */
const seen = ({ status, said, headers }: Answer<unknown>) => {
  const own = ['date', 'x-request-id', 'content-length'];
  return { status, said, headers: [...headers].filter(([name]) => !own.includes(name)) };
};

onEachStack((stack) => {
  let shop: Shop;
  let here: Api;
  /** Another process, where there is one. */
  let elsewhere: Api;
  const last = stack.processes - 1;
  beforeAll(async () => {
    shop = await Shop.open({ stack, environment: { LOG_LEVEL: 'info' } });
    [here, elsewhere] = [shop.process(0), shop.process(last)];
  });
  afterAll(() => shop?.close());

  const signIn = async (openid: string) => {
    const { accessToken, user } = await shop.logIn(openid);
    return { id: user.id, here: here.as({ token: accessToken }), elsewhere: elsewhere.as({ token: accessToken }) };
  };

  describe('[P48] what is answered early', () => {
    it('is what the route has just answered', async () => {
      const { id } = await shop.product(3);
      const shopper = await signIn('oEarly');
      const asking: [Api, string][] = [
        [here, `/products/${id}`],
        [here, '/products?limit=2'],
        [here, '/categories'],
        [here, '/categories?limit=1'],
        [here, '/catalog/revision'],
        [here, '/products?limit=2&utm=x'],
        [shopper.here, '/users/me'],
      ];
      for (const [client, path] of asking) {
        const answers: Answer<unknown>[] = [];
        for (let turn = 0; turn < 3; turn++)
          answers.push(await client.get(path, { headers: { 'accept-language': 'en' } }));
        expect(answers[0]?.status).toBe(200);
        expect(seen(answers[1] as Answer<unknown>)).toEqual(seen(answers[0] as Answer<unknown>));
        expect(seen(answers[2] as Answer<unknown>)).toEqual(seen(answers[0] as Answer<unknown>));
      }
    });

    it('is what Terminus says of a process that lives', async () => {
      const url = `${shop.urls[0]}/health/live`;
      const [early, route] = [await fetch(url), await fetch(url, { method: 'HEAD' })];
      // This client closes the connection after HEAD.
      const own = ['date', 'x-request-id', 'connection', 'keep-alive'];
      const lasting = ({ headers }: Response) => [...headers].filter(([name]) => !own.includes(name));
      expect(lasting(early)).toEqual(lasting(route));
      expect(await early.json()).toEqual({ status: 'ok', info: {}, error: {}, details: {} });
    });

    it('is in the log like any other', async () => {
      const { id } = await shop.product(3);
      const ids = ['logged-1', 'logged-2', 'logged-3'];
      for (const requestId of ids) await here.get(`/products/${id}`, { headers: { 'x-request-id': requestId } });
      const logged = () => shop.output.split('\n').filter((line) => line.includes('"logged-'));
      const lines = await eventually(logged, ({ length }) => length >= ids.length);
      for (const [at, line] of lines.entries()) {
        const said = { requestId: ids[at], method: 'GET', route: '/api/v1/products/:id', status: 200 };
        expect(JSON.parse(line)).toMatchObject(said);
      }
    });

    it('is refused as the route refuses it', async () => {
      for (const query of ['limit=0', 'limit=x', 'cursor=!', 'limit=2&limit=3', `q=${'茶'.repeat(51)}`])
        expect((await here.get(`/products?${query}`)).status).toBe(400);
      expect((await here.get('/users/me')).status).toBe(401);
      expect((await here.get('/products/nothing')).code).toBe(2001);
      expect((await here.get('/products/nothing')).code).toBe(2001);
    });

    it('[P50] ends with what staff write: at once where they write it, and soon everywhere', async () => {
      const { id } = await shop.product(3);
      const owner = await ownerAt(here);
      const name = async (client: Api) => (await client.get<Product>(`/products/${id}`)).data.name;
      const listed = async (client: Api) =>
        (await client.get<Page<Product>>('/products?limit=5')).data.items.some((product) => product.id === id);
      for (let turn = 0; turn < 3; turn++) {
        for (const client of [here, elsewhere])
          expect([await name(client), await listed(client)]).toEqual([expect.any(String), true]);
        await owner.put(`/admin/products/${id}`, { name: `明前 ${turn}` });
        expect(await name(here)).toBe(`明前 ${turn}`);
        await eventually(
          () => name(elsewhere),
          (now) => now === `明前 ${turn}`,
        );
      }
      await owner.put(`/admin/products/${id}`, { onShelf: false });
      expect([(await here.get(`/products/${id}`)).code, await listed(here)]).toEqual([2001, false]);
      await eventually(
        () => listed(elsewhere),
        (still) => !still,
      );
      expect((await elsewhere.get(`/products/${id}`)).code).toBe(2001);
    });

    it('follows a profile: at once where it changes, and soon everywhere', async () => {
      const shopper = await signIn('oRenamed');
      const nickname = async (client: Api) => (await client.get<Profile>('/users/me')).data.nickname;
      for (const name of ['小红', '小明', '小红']) {
        for (const client of [shopper.here, shopper.elsewhere]) await nickname(client);
        expect((await shopper.here.put<Profile>('/users/me', { nickname: name })).data.nickname).toBe(name);
        expect(await nickname(shopper.here)).toBe(name);
        await eventually(
          () => nickname(shopper.elsewhere),
          (now) => now === name,
        );
      }
    });

    it.each<[string, (api: Api) => Promise<Answer<unknown>>]>([
      ['signs out', (api) => api.post('/auth/logout')],
      ['is erased', (api) => api.delete('/users/me')],
    ])('is nothing for a shopper who %s', async (_, leave) => {
      const shopper = await signIn('oLeaves');
      for (let turn = 0; turn < 3; turn++)
        for (const client of [shopper.here, shopper.elsewhere])
          expect((await client.get('/users/me')).status).toBe(200);
      expect((await leave(shopper.here)).status).toBe(200);
      expect((await shopper.here.get('/users/me')).status).toBe(401);
      await eventually(
        () => shopper.elsewhere.get('/users/me'),
        ({ status }) => status === 401,
      );
    });
  });

  async function ownerAt(client: Api): Promise<Api> {
    const { headers } = await client.post('/auth/staff/login', OWNER);
    return client.as({ cookie: headers.getSetCookie()[0]?.split(';')[0] });
  }
});
