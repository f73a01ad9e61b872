import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createShop, wxPlatform } from '../../clients/mini-program/src/index.js';
import { WxShim } from '../../clients/mini-program/test/support/wx-shim.js';
import { aJpeg } from '../support/pictures.js';
import { Shop } from '../support/shop.js';

describe('a picture from a phone', () => {
  let server: Shop;
  let folder: string;
  beforeAll(async () => {
    server = await Shop.open();
    folder = mkdtempSync(join(tmpdir(), 'jishi-phone-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await server.close();
  });

  it('is uploaded by the client and worn; what is no picture is refused (415)', async () => {
    const { code } = server.wechat.login({ openid: 'oPhotographer' });
    const wx = new WxShim({ code: () => code, pay: async () => undefined });
    const shop = createShop({ baseUrl: server.url, platform: wxPlatform(wx) });
    const [picture, page] = [join(folder, 'me.jpg'), join(folder, 'me.svg')];
    writeFileSync(picture, await aJpeg());
    writeFileSync(page, '<svg xmlns="http://www.w3.org/2000/svg"/>');

    const { url } = await shop.upload(picture);
    expect((await fetch(url)).headers.get('content-type')).toBe('image/jpeg');
    expect((await shop.users.change({ avatarUrl: url })).avatarUrl).toBe(url);
    await expect(shop.upload(page)).rejects.toMatchObject({ kind: 'refused', code: 415 });
  });
});
