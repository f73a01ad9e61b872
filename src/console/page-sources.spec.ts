import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = join(__dirname, 'page');
const sources = readdirSync(page, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.js'))
  .map((name) => ({ name, text: readFileSync(join(page, name), 'utf8') }));

/** For tests alone. */
const tested = ['requestOf'];

describe('the console’s page', () => {
  it('exports nothing that no other file imports', () => {
    const exported = sources.flatMap(({ name, text }) =>
      [...text.matchAll(/^export (?:async )?(?:const|function|class) (\w+)/gm)].map(([, what = '']) => ({
        name,
        what,
      })),
    );
    const imported = new Set(
      sources.flatMap(({ text }) => [...text.matchAll(/^import \{([^}]+)\}/gm)].flatMap(([, all = '']) => names(all))),
    );
    expect(exported.length).toBeGreaterThan(50);
    expect(exported.filter(({ what }) => !imported.has(what) && !tested.includes(what))).toEqual([]);
  });

  it('draws every icon it has', () => {
    const icons = sources.find(({ name }) => name === 'icons.js')?.text ?? '';
    const drawn = [...icons.matchAll(/^ {2}(\w+):/gm)].map(([, name = '']) => name);
    const others = sources.map(({ text }) => text).join('\n');
    expect(drawn.length).toBeGreaterThan(5);
    expect(drawn.filter((name) => !new RegExp(`(?:icon\\(|picture: )'${name}'`).test(others))).toEqual([]);
  });
});

function names(list: string): string[] {
  return list.split(',').map((one) => one.trim().split(' ')[0] ?? '');
}
