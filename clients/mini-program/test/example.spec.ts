import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const example = join(__dirname, '../example');
const read = (path: string) => readFileSync(join(example, path), 'utf8');
const { pages } = JSON.parse(read('app.json')) as { pages: string[] };

describe('the example', () => {
  it.each(pages)('%s is whole, and its template calls only what it has', (page) => {
    const lacking = ['ts', 'json', 'wxml', 'wxss'].filter((kind) => !existsSync(join(example, `${page}.${kind}`)));
    expect(lacking).toEqual([]);
    const code = read(`${page}.ts`);
    const handlers = [...read(`${page}.wxml`).matchAll(/\bbind\w+="(\w+)"/g)].map(([, name = '']) => name);
    expect(handlers).not.toEqual([]);
    expect(handlers.filter((name) => !new RegExp(`^  (async )?${name}\\(`, 'm').test(code))).toEqual([]);
  });

  it('knows its shop by the addresses that npm start prints', () => {
    expect(read('settings.ts')).toMatch(/'http:\/\/localhost:3000'[^]*'http:\/\/127\.0\.0\.1:3900'/);
  });
});
