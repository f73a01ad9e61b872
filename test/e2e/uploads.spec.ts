import { existsSync, readdirSync } from 'node:fs';
import { request } from 'undici';
import sharp from 'sharp';
import type { Api } from '../support/api.js';
import { databaseRows } from '../support/database-rows.js';
import { aJpeg, formOf, noise, plain, withExif } from '../support/pictures.js';
import { S3Server } from '../support/s3-server.js';
import { onEachStack, Shop } from '../support/shop.js';
import { eventually, until } from '../support/until.js';
import type { Login, Page } from '../support/views.js';

const PUSH = { token: 'pushTokenOfTheShop', aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' };
const MOST = '4';
const SECRET = 'taken at home by Zhang San';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

interface Uploaded {
  readonly url: string;
}

interface AuditRow {
  readonly type: string;
  readonly actor: string | null;
  readonly subject: string | null;
}

let people = 0;

onEachStack((stack) => {
  let shop: Shop;
  let store: S3Server | null = null;
  beforeAll(async () => {
    // With several processes the pictures are in S3, with one on its disk.
    store = stack.processes > 1 ? await S3Server.open() : null;
    const s3 = store && {
      UPLOADS_S3_ENDPOINT: store.url,
      UPLOADS_S3_REGION: store.region,
      UPLOADS_S3_BUCKET: store.bucket,
      UPLOADS_S3_PATH_STYLE: 'on',
      UPLOADS_S3_ACCESS_KEY_ID: store.accessKeyId,
      UPLOADS_S3_SECRET_ACCESS_KEY: store.secretAccessKey,
    };
    const push = { WECHAT_PUSH_TOKEN: PUSH.token, WECHAT_PUSH_AES_KEY: PUSH.aesKey };
    shop = await Shop.open({ stack, environment: { ...push, ...s3, UPLOADS_MAX_PER_SHOPPER: MOST } });
    shop.wechat.setPush({
      url: `${shop.url}/api/v1/wechat/push`,
      token: PUSH.token,
      encodingAesKey: PUSH.aesKey,
    });
    shop.wechat.configureMiniProgram({ mediaOutcome: 'pending' });
  });
  afterAll(async () => {
    await shop?.close();
    await store?.close();
  });

  const aPerson = async (): Promise<{ login: Login; shopper: Api }> => {
    const login = await shop.logIn(`oPictures${++people}`);
    return { login, shopper: shop.api.as({ token: login.accessToken }) };
  };
  const upload = (
    api: Api,
    content: Buffer | string,
    form: Parameters<typeof formOf>[1] = {},
    path = '/uploads',
    key?: string,
  ) => api.call<Uploaded>('POST', path, { form: formOf(content, form), key });
  const kept = async (api: Api, content: Buffer) => (await upload(api, content)).data.url;
  const get = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    request(url, { method, headers }).then(async ({ statusCode, headers: said, body }) => ({
      status: statusCode,
      headers: said,
      content: Buffer.from(await body.arrayBuffer()),
    }));
  const statusOf = async (url: string) => (await get(url)).status;
  const nameOf = (url: string) => url.split('/').at(-1) ?? '';
  const isStored = (url: string): boolean => {
    if (store) return store.objects.has(nameOf(url));
    const folder = `${shop.variables['UPLOADS_PATH']}/${nameOf(url).slice(0, 2)}`;
    return existsSync(folder) && readdirSync(folder).includes(nameOf(url));
  };
  const checkOf = (url: string) =>
    eventually(
      () => shop.wechat.state().mediaChecks.find(({ mediaUrl }) => mediaUrl === url)?.traceId ?? '',
      (traceId) => traceId !== '',
    );
  const audited = async (type: string) =>
    (await (await shop.owner()).get<Page<AuditRow>>(`/admin/audit-log?type=${type}`)).data.items;

  it('[P36] takes a picture, and shows it to anybody who has its address, without what it told besides', async () => {
    const { shopper, login } = await aPerson();
    const file = await withExif(plain(), SECRET, 6);
    const { status, data } = await upload(shopper, file, { type: 'text/html', filename: '../../x.html' });
    expect([status, data.url]).toEqual([201, expect.stringMatching(/\/api\/v1\/uploads\/[0-9a-f]{32}\.jpg$/)]);
    const { headers, content, status: shown } = await get(data.url);
    expect([shown, content.includes(SECRET), content.includes('Exif')]).toEqual([200, false, false]);
    expect(await sharp(content).metadata()).toMatchObject({ format: 'jpeg', width: 40, height: 60 });
    expect(headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(content.length),
      'x-content-type-options': 'nosniff',
      'content-disposition': 'inline; filename="picture.jpg"',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=60',
    });
    expect(isStored(data.url)).toBe(true);
    expect((await audited('media.uploaded')).map(({ actor }) => actor)).toContain(login.user.id);
  });

  it('answers whoever knows the picture with 304, whoever asks about it without it, and ignores ranges', async () => {
    const { shopper } = await aPerson();
    const url = await kept(shopper, await aJpeg());
    const whole = await get(url);
    const etag = String(whole.headers['etag']);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await get(url, { 'if-none-match': known });
      expect([answer.status, answer.content.length, answer.headers['etag']]).toEqual([304, 0, etag]);
    }
    expect((await get(url, { 'if-none-match': '"other"' })).status).toBe(200);
    const head = await get(url, {}, 'HEAD');
    expect([head.status, head.content.length]).toEqual([200, 0]);
    expect(head.headers).toMatchObject({
      etag,
      'content-length': String(whole.content.length),
      'content-type': 'image/jpeg',
    });
    const part = await get(url, { range: 'bytes=0-9' });
    expect([part.status, part.content.length, part.headers['accept-ranges']]).toEqual([
      200,
      whole.content.length,
      'none',
    ]);
  });

  it.each<[string, number, () => Promise<Buffer | string>]>([
    ['SVG', 415, async () => SVG],
    ['HTML', 415, async () => '<!doctype html><script>alert(1)</script>'],
    ['TIFF', 415, () => plain().tiff().toBuffer()],
    ['HTML that begins like a JPEG', 422, async () => Buffer.from(`\xff\xd8\xff${SVG}`, 'latin1')],
    ['half a picture', 422, async () => (await noise({ width: 200, height: 200 }).png().toBuffer()).subarray(0, 5_000)],
    ['a bomb of pixels', 422, () => plain({ width: 6_000, height: 6_000 }).png({ compressionLevel: 9 }).toBuffer()],
    ['more than 2 MB', 413, async () => Buffer.concat([await aJpeg(), Buffer.alloc(2 * 1024 * 1024)])],
  ])('refuses %s with %i, whatever it calls itself', async (_, status, make) => {
    const { shopper } = await aPerson();
    expect(await upload(shopper, await make())).toMatchObject({ status, code: status });
  });

  it('refuses a form with anything else, or without the file, with 400, and what is no form with 415', async () => {
    const { shopper } = await aPerson();
    const picture = await aJpeg();
    const more = formOf(picture);
    more.append('note', 'hello');
    const twice = formOf(picture);
    twice.append('file', new Blob([new Uint8Array(picture)]), 'b.jpg');
    for (const form of [more, twice, new FormData()])
      expect(await shopper.call('POST', '/uploads', { form })).toMatchObject({ status: 400, code: 400 });
    expect(await shopper.post('/uploads', { file: 'x' })).toMatchObject({ status: 415, code: 415 });
  });

  it('shows nothing under a name that is none', async () => {
    for (const name of [
      'x',
      '..%2f..%2fetc%2fpasswd',
      '0'.repeat(32),
      `${'0'.repeat(32)}.jpg`,
      `${'0'.repeat(32)}.svg`,
    ]) {
      expect(await shop.api.get(`/uploads/${name}`)).toMatchObject({ status: 404, code: 404 });
    }
  });

  it('lets staff with the permission upload, once for each key, from their own pages alone', async () => {
    const owner = await shop.owner();
    const [picture, other] = [await aJpeg(), await aJpeg({ width: 9, height: 9 })];
    const first = await upload(owner, picture, {}, '/admin/uploads', 'a-picture');
    const repeat = await upload(owner, picture, {}, '/admin/uploads', 'a-picture');
    expect([repeat.status, repeat.data, repeat.headers.get('idempotency-replayed')]).toEqual([201, first.data, 'true']);
    expect(await upload(owner, other, {}, '/admin/uploads', 'a-picture')).toMatchObject({ status: 422, code: 4004 });
    expect((await get(first.data.url)).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const form = formOf(picture);
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect(await owner.call('POST', '/admin/uploads', { form, headers })).toMatchObject({ status: 403 });
    const product = await shop.product(1);
    const changed = await owner.put(`/admin/products/${product.id}`, { imageUrl: first.data.url });
    expect(changed).toMatchObject({ status: 200, data: { imageUrl: first.data.url } });
  });

  it('[P38] keeps no more than it may of one shopper, also of many at once, and lets them make room', async () => {
    const { shopper } = await aPerson();
    const picture = await aJpeg();
    const outcomes = await Promise.all(Array.from({ length: 7 }, () => upload(shopper, picture)));
    const urls = outcomes.filter(({ status }) => status === 201).map(({ data }) => data.url);
    expect(urls).toHaveLength(Number(MOST));
    expect(outcomes.find(({ status }) => status !== 201)).toMatchObject({
      status: 409,
      code: 409,
      data: { most: Number(MOST) },
    });
    const [first = ''] = urls;
    const stranger = (await aPerson()).shopper;
    expect((await stranger.delete(`/uploads/${nameOf(first)}`)).status).toBe(404);
    expect((await shopper.delete(`/uploads/${encodeURIComponent('图.png')}`)).status).toBe(404);
    expect(await shopper.delete(`/uploads/${nameOf(first)}`)).toMatchObject({ status: 200, data: null });
    expect(await statusOf(first)).toBe(404);
    await until(() => !isStored(first));
    expect((await upload(shopper, picture)).status).toBe(201);
  });

  it('shows what WeChat has passed for longer', async () => {
    const { shopper } = await aPerson();
    const url = await kept(shopper, await aJpeg());
    shop.wechat.settleMediaCheck({ traceId: await checkOf(url), suggest: 'pass' });
    await eventually(
      async () => (await get(url)).headers['cache-control'],
      (control) => control === 'public, max-age=86400, immutable',
    );
  });

  it('[P39] shows no longer what WeChat calls risky: it is deleted, nobody’s avatar, and on record', async () => {
    const { shopper, login } = await aPerson();
    const url = await kept(shopper, await aJpeg());
    expect((await shopper.put('/users/me', { avatarUrl: url })).status).toBe(200);
    const { data: before } = await shopper.get<{ avatarUrl: string }>('/users/me');
    expect(before.avatarUrl).toBe(url);
    const traceId = await checkOf(url);
    const check = shop.wechat.state().mediaChecks.find((one) => one.traceId === traceId);
    expect(check?.openid).toBe(`oPictures${people}`);
    shop.wechat.settleMediaCheck({ traceId, suggest: 'risky' });
    await until(async () => (await statusOf(url)) === 404);
    await until(() => !isStored(url));
    await eventually(
      () => shopper.get<{ avatarUrl: string }>('/users/me'),
      ({ data }) => data.avatarUrl === '',
    );
    const refusals = await audited('media.refused');
    const uploads = (await audited('media.uploaded')).filter(({ actor }) => actor === login.user.id);
    expect(refusals.map(({ subject }) => subject)).toContain(uploads[0]?.subject);
    expect(refusals[0]?.actor).toBe('system');
  });

  it('[P30] gives people their list, and erases their pictures with them', async () => {
    const { shopper, login } = await aPerson();
    const [first, second] = [
      await kept(shopper, await aJpeg()),
      await kept(shopper, await plain(undefined, 0.5).png().toBuffer()),
    ];
    const { data } = await shopper.get<{ uploads: { url: string; type: string }[] }>('/users/me/export');
    expect(data.uploads.map(({ url, type }) => [url, type])).toEqual([
      [first, 'image/jpeg'],
      [second, 'image/png'],
    ]);
    if (store) store.mood = 'unavailable';
    expect((await shopper.delete('/users/me')).status).toBe(200);
    expect([await statusOf(first), await statusOf(second)]).toEqual([404, 404]);
    if (store) store.mood = 'well';
    await until(() => !isStored(first) && !isStored(second));
    const rows = await databaseRows(shop.databaseUrl, 'SELECT id FROM uploads WHERE uploader_id = ?', [login.user.id]);
    expect(rows).toEqual([]);
  });

  (stack.processes > 1 ? it : it.skip)(
    'answers 503 while the store is away, keeps nothing, and is well after it',
    async () => {
      const { shopper, login } = await aPerson();
      const picture = await aJpeg();
      const url = await kept(shopper, picture);
      if (store) store.mood = 'unavailable';
      const refused = await upload(shopper, picture);
      expect([refused.status, refused.code, refused.headers.get('retry-after')]).toEqual([503, 503, '5']);
      expect((await get(url)).status).toBe(503);
      expect((await get(url, { 'if-none-match': '*' })).status).toBe(304);
      if (store) store.mood = 'well';
      await until(async () => (await statusOf(url)) === 200);
      await until(async () => (await upload(shopper, picture)).status === 201);
      const rows = await databaseRows(shop.databaseUrl, 'SELECT id FROM uploads WHERE uploader_id = ?', [
        login.user.id,
      ]);
      expect(rows).toHaveLength(2);
    },
  );

  it('asks for signing in before it reads a picture', async () => {
    expect(await upload(shop.api, await aJpeg())).toMatchObject({ status: 401, code: 401 });
    const { shopper } = await aPerson();
    expect(await upload(shopper, await aJpeg(), {}, '/admin/uploads')).toMatchObject({ status: 403 });
  });
});
