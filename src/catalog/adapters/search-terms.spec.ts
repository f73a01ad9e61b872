import { searchableText, termsOf, termsToAsk, wordsOf } from './search-terms.js';

const contains = (text: string, q: string) => {
  const indexed = new Set(termsOf(searchableText(text)));
  return termsToAsk(wordsOf(q)).every((term) => indexed.has(term));
};

describe('search terms', () => {
  it.each([
    ['明前龙井绿茶', '龙井'],
    ['明前龙井绿茶', '茶'],
    ['明前龙井绿茶', '明前龙井绿茶'],
    ['重磅 Ｔ恤 XL', 't恤 xl'],
    ['茶🍵具', '🍵具'],
  ])('%s is found by %s', (text, q) => {
    expect(contains(text, q)).toBe(true);
  });

  it.each([
    ['明前龙井绿茶', '龙茶'],
    ['明前龙井绿茶', '红'],
    ['龙 井', '龙井'],
  ])('%s is not found by %s', (text, q) => {
    expect(contains(text, q)).toBe(false);
  });

  it('asks for a few terms only, however long the query', () => {
    expect(
      termsToAsk(wordsOf('天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳')).length,
    ).toBeLessThanOrEqual(8);
  });

  it('keeps a text that grows when normalized within its column', () => {
    expect(Buffer.byteLength(searchableText('\ufdfa'.repeat(2000)))).toBeLessThan(65_536);
  });
});
