import { onEachStack, Shop } from '../support/shop.js';

onEachStack((stack) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ stack });
  });
  afterAll(() => shop?.close());

  const openid = 'oWechatData';
  const route = '/users/me/wechat-data';

  it('decrypts what WeChat gave a page, signed or not', async () => {
    const shopper = await shop.shopper(openid);
    const encrypted = shop.wechat.encryptedData({ openid, data: { nickName: '小明', gender: 0 } });
    const { encryptedData, iv } = encrypted;
    for (const body of [encrypted, { encryptedData, iv }]) {
      const answer = await shopper.post<Record<string, unknown>>(route, body);
      expect(answer).toMatchObject({ status: 200, data: { nickName: '小明', gender: 0 } });
      expect(answer.data['watermark']).toMatchObject({ appid: expect.stringMatching(/^wx/) });
    }
  });

  it('asks to log in again (1004) when the signature is another, the data is tampered with, or the key is stale', async () => {
    const shopper = await shop.shopper(openid);
    const encrypted = shop.wechat.encryptedData({ openid });
    const refused = { status: 422, code: 1004 };
    expect(await shopper.post(route, { ...encrypted, signature: '0'.repeat(40) })).toMatchObject(refused);
    expect(await shopper.post(route, { ...encrypted, iv: Buffer.alloc(16, 7).toString('base64') })).toMatchObject(
      refused,
    );
    // WeChat gives a new key at the next login; what was encrypted before belongs to the old one.
    await shop.logIn(openid);
    expect(await shopper.post(route, encrypted)).toMatchObject(refused);
    expect(await shopper.post(route, shop.wechat.encryptedData({ openid }))).toMatchObject({ status: 200 });
  });

  it('does not open what was encrypted for somebody else', async () => {
    const [mine] = [await shop.shopper('oMine'), await shop.shopper('oYours')];
    const theirs = shop.wechat.encryptedData({ openid: 'oYours' });
    expect(await mine.post(route, theirs)).toMatchObject({ status: 422, code: 1004 });
  });

  it('refuses a body that is none', async () => {
    const shopper = await shop.shopper(openid);
    expect(await shopper.post(route, { encryptedData: 'x' })).toMatchObject({ status: 400, code: 400 });
    expect(await shopper.post(route, { encryptedData: 'x', iv: 1 })).toMatchObject({ status: 400, code: 400 });
  });
});
