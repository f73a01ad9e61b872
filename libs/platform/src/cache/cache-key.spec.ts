import { cacheKey } from './cache-key.js';

describe('cacheKey', () => {
  it('prefixes a short plain name and leaves it legible', () => {
    expect(cacheKey('catalog.product:01ABC')).toBe('jishi:cache:catalog.product:01ABC');
  });

  it.each([`catalog:${'x'.repeat(129)}`, 'catalog:集市', 'catalog:a b', 'catalog:a\r\nb', 'catalog:\0'])(
    'hashes a name that is long or not plain, but for its namespace (%j)',
    (name) => expect(cacheKey(name)).toMatch(/^jishi:cache:catalog:sha256:[\w-]{43}$/),
  );

  it('keeps names apart that differ anywhere', () => {
    const names = ['c:a', 'c:A', 'd:a', 'c:集', 'd:集', '集:c', `c:${'x'.repeat(500)}`, `c:${'x'.repeat(501)}`];
    expect(new Set(names.map(cacheKey)).size).toBe(names.length);
  });
});
