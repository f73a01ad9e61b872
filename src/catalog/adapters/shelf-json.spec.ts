import type { Config } from '#platform/config';
import { ShelfJson } from './shelf-json.js';

describe('[P80] what the shelf tells caches', () => {
  const told = (cdnTtl: number, cdnStale: number) =>
    new ShelfJson({ catalog: { cdnTtl, cdnStale } } as Config).of({ name: '茶' }, 7).headers;

  it('is to ask each time by the tag, unless a shop chooses otherwise', () => {
    const headers = ['cache-control', 'public, no-cache', 'vary', 'accept-language', 'x-catalog-revision', '7', 'etag'];
    expect(told(0, 0)).toEqual([...headers, expect.stringMatching(/^W\//)]);
    // Less than a second cannot be told, and none is not more.
    expect(told(999, 60_000)[1]).toBe('public, no-cache');
  });

  it('is how long a CDN may keep it, and phones never', () => {
    expect(told(10_000, 30_500)[1]).toBe('public, max-age=0, s-maxage=10, stale-while-revalidate=30');
  });
});
