import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

const sources = ['src', 'libs']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => file.endsWith('.ts') && !/\.(spec|contract)\.ts$/.test(file))
  .map((file) => readFileSync(join(root, file), 'utf8'));

interface Term {
  readonly english: string;
  readonly chinese: string;
  readonly names: readonly string[];
  readonly quoted: readonly string[];
}

const terms: readonly Term[] = readFileSync(join(root, 'docs/glossary.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (EN |-)/.test(line))
  .map((line) => {
    const [english = '', chinese = '', inCode = '', meaning = ''] = line
      .slice(1)
      .split('|')
      .map((cell) => cell.trim());
    const codes = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
    const isQuoted = (code: string) => code.startsWith("'");
    return {
      english,
      chinese,
      names: codes(inCode).filter((code) => !isQuoted(code)),
      quoted: [...codes(inCode), ...codes(meaning)].filter(isQuoted),
    };
  });

const isExported = (name: string) => {
  const declared = new RegExp(`\\bexport (abstract |async )?(class|interface|type|const|function) ${name}\\b`);
  return sources.some((text) => declared.test(text));
};

describe('docs/glossary.md', () => {
  it('holds terms', () => {
    expect(terms.length).toBeGreaterThan(40);
  });

  it.each(terms)('$english: has a Chinese name and a name in the code', ({ chinese, names, quoted }) => {
    expect(chinese).toMatch(/\p{Script=Han}/u);
    expect([...names, ...quoted]).not.toEqual([]);
    expect(names.filter((name) => !isExported(name))).toEqual([]);
    expect(quoted.filter((value) => !sources.some((text) => text.includes(value)))).toEqual([]);
  });

  it('names each term once', () => {
    const english = terms.map((term) => term.english);
    expect(english).toEqual([...new Set(english)]);
  });
});
