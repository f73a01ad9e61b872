import { ApiDocument } from '../support/api-document.js';
import { aJpeg, formOf } from '../support/pictures.js';
import { Shop } from '../support/shop.js';

describe('requests on the condition that something has changed', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop?.close());

  /** Paths of what carries a tag, by their templates in the API reference. */
  async function tagged(): Promise<Record<string, string>> {
    const product = await shop.product(5);
    const form = formOf(await aJpeg());
    const { data } = await (await shop.shopper('oTags')).call<{ url: string }>('POST', '/uploads', { form });
    const { revision } = (await shop.api.get<{ revision: number }>('/catalog/revision')).data;
    return {
      '/api/v1/categories': '/api/v1/categories',
      '/api/v1/products': '/api/v1/products',
      '/api/v1/products/{id}': `/api/v1/products/${product.id}`,
      '/api/v1/catalog/snapshots/{revision}': `/api/v1/catalog/snapshots/${revision}`,
      '/api/v1/uploads/{name}': new URL(data.url).pathname,
    };
  }

  it('are answered with 304 to who knows the tag, and the API reference says of which calls', async () => {
    const paths = await tagged();
    const { document } = await ApiDocument.of(shop.urls[0] ?? '');
    const said = Object.entries(document.paths).filter(([, { get }]) => get?.responses[304]);
    expect(said.map(([template]) => template).sort()).toEqual(Object.keys(paths).sort());
    for (const [template, path] of Object.entries(paths)) {
      const ask = (known: string) => fetch(`${shop.urls[0]}${path}`, { headers: { 'if-none-match': known } });
      const tag = (await ask('"other"')).headers.get('etag') ?? '';
      // A snapshot says when it was taken: the next one is another.
      const isNew = template.includes('snapshots');
      const answers = await Promise.all([tag, '*'].map(ask));
      expect([template, answers.map(({ status }) => status)]).toEqual([template, [isNew ? 200 : 304, 304]]);
    }
  });
});
