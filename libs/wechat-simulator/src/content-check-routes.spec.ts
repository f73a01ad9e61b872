import { InMemoryShop, until } from './in-memory-shop.js';

describe('the content check', () => {
  let shop: InMemoryShop;
  let openid: string;
  let time = Date.parse('2026-11-23T01:00:00Z');

  beforeEach(async () => {
    shop = await InMemoryShop.open({ now: () => new Date(time) });
    ({ openid } = shop.simulator.login({ user: 'Li' }));
    shop.simulator.setPush({ url: shop.pushUrl, token: 'token' });
  });
  afterEach(() => shop.close());

  const check = (changes: object = {}) =>
    shop.api('POST', '/wxa/msg_sec_check', {}, { content: '你好', version: 2, scene: 1, openid, ...changes });
  const media = (url: string) =>
    shop.api('POST', '/wxa/media_check_async', {}, { media_url: url, media_type: 2, version: 2, scene: 1, openid });

  it('lets content pass, or finds the words it was told to find, in the nickname too', async () => {
    expect(await check()).toMatchObject({
      errcode: 0,
      trace_id: expect.any(String),
      result: { suggest: 'pass', label: 100 },
    });
    expect(await check({ content: '含违禁词的话' })).toMatchObject({ result: { suggest: 'risky', label: 20006 } });
    expect(await check({ nickname: '违禁词' })).toMatchObject({ result: { suggest: 'risky' } });
    shop.simulator.configureMiniProgram({ riskyWords: ['坏'], reviewWords: ['疑'] });
    expect(await check({ content: '违禁词' })).toMatchObject({ result: { suggest: 'pass' } });
    expect(await check({ content: '疑' })).toMatchObject({ result: { suggest: 'review' } });
  });

  it.each([
    [{ openid: 'nobody' }, 40003],
    [{ content: '' }, 44002],
    [{ content: '字'.repeat(2501) }, 47001],
    [{ version: 1 }, 47001],
    [{ scene: 5 }, 47001],
  ])('refuses %j with %i', async (changes, errcode) => {
    expect(await check(changes)).toMatchObject({ errcode });
  });

  it('checks nothing of somebody who has not been here for two hours', async () => {
    time += 2 * 3600_000 + 1000;
    expect(await check()).toMatchObject({ errcode: 61010 });
    shop.simulator.login({ user: 'Li' });
    expect(await check()).toMatchObject({ errcode: 0 });
  });

  it('answers a trace_id for an image, and pushes what became of it', async () => {
    const { trace_id: traceId } = await media('https://shop.example/a.png');
    await until(() => shop.pushes.length === 1);
    expect(JSON.parse(shop.pushes[0]!.text)).toMatchObject({
      MsgType: 'event',
      Event: 'wxa_media_check',
      FromUserName: openid,
      trace_id: traceId,
      appid: shop.credentials.appId,
      errcode: 0,
      result: { suggest: 'pass', label: '100' },
    });
  });

  it('finds words in the address of an image, and leaves it undecided on request', async () => {
    await media(`https://shop.example/${encodeURIComponent('违禁词')}.png`);
    await until(() => shop.pushes.length === 1);
    expect(JSON.parse(shop.pushes[0]!.text)).toMatchObject({ result: { suggest: 'risky' } });
    shop.simulator.configureMiniProgram({ mediaOutcome: 'pending' });
    const { trace_id: traceId } = await media('https://shop.example/b.png');
    expect(shop.simulator.state().mediaChecks.at(-1)).toMatchObject({ traceId, suggest: null });
    shop.simulator.settleMediaCheck({ traceId: String(traceId), suggest: 'review' });
    await until(() => shop.pushes.length === 2);
    expect(JSON.parse(shop.pushes[1]!.text)).toMatchObject({ trace_id: traceId, result: { suggest: 'review' } });
  });
});

describe('the mini-program code', () => {
  let shop: InMemoryShop;

  beforeAll(async () => {
    shop = await InMemoryShop.open();
    shop.simulator.configureMiniProgram({ pages: ['pages/index/index'] });
  });
  afterAll(() => shop.close());

  const image = (body: object) => shop.apiAnswer('POST', '/wxa/getwxacodeunlimit', {}, body);

  it('is a picture of the width that was asked for, another for each scene', async () => {
    const pictures = [];
    for (const scene of ['id=1', 'id=2']) {
      const answer = await image({ scene, page: 'pages/index/index', width: 280 });
      expect(answer.headers.get('content-type')).toBe('image/png');
      pictures.push(Buffer.from(await answer.arrayBuffer()));
    }
    const [one, two] = pictures;
    expect(one!.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    expect([one!.readUInt32BE(16), one!.readUInt32BE(20)]).toEqual([280, 280]);
    expect(one!.equals(two!)).toBe(false);
  });

  it.each([
    [{ scene: 'x'.repeat(33) }, 40169],
    [{ scene: '含汉字' }, 40169],
    [{ scene: 'a', page: 'pages/nowhere' }, 41030],
    [{ scene: 'a', width: 10 }, 40097],
  ])('is refused for %j with JSON and %i', async (body, errcode) => {
    const answer = await image(body);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(await answer.json()).toMatchObject({ errcode });
  });

  it('may point at a page that is not there yet', async () => {
    const answer = await image({ scene: 'a', page: 'pages/nowhere', check_path: false });
    expect(answer.headers.get('content-type')).toBe('image/png');
  });
});
