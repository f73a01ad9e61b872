import { ShopProcess } from '../support/shop-process.js';

describe('the API reference', () => {
  let shop: ShopProcess;
  beforeAll(async () => {
    shop = await ShopProcess.start({ DATABASE_URL: 'sqlite::memory:' });
  });
  afterAll(() => shop?.stop());

  const read = async (path: string) => {
    const answer = await fetch(new URL(path, `${shop.url}/docs`));
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() };
  };

  it('is OpenAPI 3.1 at /docs-json', async () => {
    const { status, type, text } = await read('/docs-json');
    expect([status, type]).toEqual([200, expect.stringContaining('application/json')]);
    expect((JSON.parse(text) as { openapi: string }).openapi).toMatch(/^3\.1\./);
  });

  it('is a page at /docs whose every file comes from the shop itself', async () => {
    const page = await read('/docs');
    expect([page.status, page.type]).toEqual([200, expect.stringContaining('text/html')]);
    const assets = [...page.text.matchAll(/<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)="([^"]+)"/g)].map(
      ([, url = '']) => url,
    );
    expect(assets.filter((url) => /\.js$/.test(url)).length).toBeGreaterThanOrEqual(3);
    for (const url of assets) {
      expect(new URL(url, `${shop.url}/docs`).origin).toBe(shop.url);
      const { status, type, text } = await read(url);
      expect([url, status]).toEqual([url, 200]);
      if (type.includes('css')) expect(externalUrls(text)).toEqual([]);
    }
  });

  it('asks nobody else whether the document is valid', async () => {
    const { text } = await read('/docs/swagger-ui-init.js');
    // Unless it is told not to, the page sends the document's address to validator.swagger.io.
    expect(text).toMatch(/"validatorUrl": (null|"none"|false)/);
  });
});

function externalUrls(css: string): string[] {
  return [...css.matchAll(/(?:url\(|@import)\s*["']?((?:https?:)?\/\/[^"')]+)/g)].map(([, url = '']) => url);
}
