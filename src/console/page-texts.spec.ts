import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Texts = Readonly<Record<string, string>>;

const textsOf = async (language: string): Promise<Texts> =>
  ((await import(`./page/texts/${language}.js`)) as { texts: Texts }).texts;

const page = join(__dirname, 'page');
const sources = readdirSync(page, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.js') && !name.startsWith('texts'))
  .map((name) => readFileSync(join(page, name), 'utf8'))
  .join('\n');

/** Keys in the page's sources: whole ones, and what those begin with that are put together. */
const quoted = new Set([...sources.matchAll(/'([a-z][\w.-]*)'/gi)].map(([, key = '']) => key));
const beginnings = [
  ...[...sources.matchAll(/`([a-z]+(?:\.[\w-]+)*\.)\$\{/gi)].map(([, start = '']) => start),
  ...[...sources.matchAll(/\bword\('(\w+)'/g)].map(([, group = '']) => `${group}.`),
  ...[...sources.matchAll(/\bword\(`(\w+\.)\$\{/g)].map(([, group = '']) => group),
].filter((start) => !start.startsWith('jishi.'));
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('the console’s texts', () => {
  let [zh, en]: [Texts, Texts] = [{}, {}];

  beforeAll(async () => {
    [zh, en] = await Promise.all([textsOf('zh'), textsOf('en')]);
  });

  it('are there in both languages, with the same places for values', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
    for (const [key, text] of Object.entries(en)) {
      expect([key, text.trim().length > 0, (zh[key] ?? '').trim().length > 0]).toEqual([key, true, true]);
      expect([key, placeholders(zh[key] ?? '')]).toEqual([key, placeholders(text)]);
    }
  });

  it('are Chinese in Chinese', () => {
    const named = /^(span\.(statement|redis)|staff\.sku)$/;
    const foreign = Object.entries(zh).filter(([key, text]) => !named.test(key) && !/\p{Script=Han}/u.test(text));
    expect(foreign).toEqual([]);
  });

  it('are all used, and none is missing', () => {
    const whole = [...sources.matchAll(/\bt\('([^']+)'/g)].map(([, key = '']) => key);
    expect(whole.filter((key) => en[key] === undefined)).toEqual([]);
    expect(beginnings.filter((start) => !Object.keys(en).some((key) => key.startsWith(start)))).toEqual([]);
    const isUsed = (key: string) => quoted.has(key) || beginnings.some((start) => key.startsWith(start));
    expect(Object.keys(en).filter((key) => !isUsed(key))).toEqual([]);
  });
});
