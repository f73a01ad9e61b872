import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationVariables } from '#platform/config';

const read = (path: string) => readFileSync(join(__dirname, '../..', path), 'utf8');
const [english, chinese] = [read('README.md'), read('README.zh.md')];

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);
/** Each says where the other is, first of all; a picture is of the page in the reader's language. */
const links = (text: string) =>
  all(text, /\]\(([^)\s]+)\)/g)
    .slice(1)
    .map((link) => link.replace(/\.(en|zh)\.png$/, '.png'));
const names = new Set<string>(configurationVariables.flatMap(({ name }) => [name, `${name}_FILE`]));

describe('the README in two languages', () => {
  it('is told in both', () => {
    expect(links(`${english}`).length).toBeGreaterThan(20);
    expect(all(english, /\]\((README[^)]*)\)/g)).toEqual(['README.zh.md']);
    expect(all(chinese, /\]\((README[^)]*)\)/g)).toEqual(['README.md']);
    const proseOf = (text: string) => text.replace(/```[^]*?```|`[^`]*`|\(.*?\)|<.*?>/g, '');
    expect(all(proseOf(chinese), /(\p{Script=Han})/gu).length).toBeGreaterThan(800);
  });

  it.each([
    ['headings', (text: string) => all(text, /^(#+) /gm)],
    ['links, in the same places', links],
    ['addresses', (text: string) => all(text, /<(https?:[^>]+)>/g)],
    ['commands', (text: string) => all(text, /(\bnpm (?:run [\w:-]+|start|test|ci))/g).sort()],
    ['variables', (text: string) => all(text, /\b([A-Z][A-Z0-9_]+)\b/g).filter((word) => names.has(word))],
    ['code', (text: string) => all(text, /```(\w+\n[^]*?)```/g).map((code) => code.replace(/ *#.*$/gm, ''))],
    ['rows of tables', (text: string) => [all(text, /^(\|)/gm).length]],
    ['steps and points', (text: string) => all(text, /^(\d\.|-) /gm)],
  ])('has the same %s', (_, partsOf) => {
    expect(partsOf(chinese)).toEqual(partsOf(english));
  });
});
