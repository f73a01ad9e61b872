import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../checkout.mjs';
import { startsWithVowel } from './names.mjs';

const folder = join(root, 'templates/sample-context');
const OPTIONAL = /\/(touch-|notice-)/;
const block = (part) => new RegExp(`^ *// >> ${part}\\n([^]*?)^ *// << ${part}\\n`, 'gm');

/** Files of the sample context that every context has, by their path in it. */
export function sampleFiles() {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => !OPTIONAL.test(path))
    .sort()
    .map((path) => [path, without(sample(path), 'use case', 'reaction')]);
}

export function sample(path) {
  return readFileSync(join(folder, path), 'utf8');
}

/** What stands between the marks `// >> part` and `// << part`, place by place. */
export function partsOf(path, part) {
  return [...sample(path).matchAll(block(part))].map(([, inside]) => inside);
}

/** The text without what is between the marks. */
export function without(text, ...parts) {
  return parts.reduce((rest, part) => rest.replaceAll(block(part), ''), text);
}

/** The text without the marks. */
export function unmarked(text) {
  return text.replaceAll(/^ *\/\/ (>>|<<) .*\n/gm, '');
}

/** Writes a context and an aggregate (forms of their names) where the sample has its own. */
export function rename(text, { context, aggregate, plural }) {
  const article = startsWithVowel(aggregate.kebab) ? 'n' : '';
  return text
    .replaceAll(/\b([Aa])(?=[ -]?sample[ -]thing|SampleThing)/g, `$1${article}`)
    .replaceAll(/([Ss]ample)([ _-]?)([Tt]hing|[Cc]ontext)(s?)/g, (all, first, between, second, s) => {
      const forms = second.toLowerCase() === 'context' ? context : s ? plural : aggregate;
      const end = s && forms === context ? s : '';
      if (between === '') return (/^S/.test(first) ? forms.pascal : forms.camel) + end;
      if (between === ' ') return (/^S/.test(first) ? capital(forms.words) : forms.words) + end;
      return (between === '_' ? forms.snake : forms.kebab) + end;
    });
}

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
