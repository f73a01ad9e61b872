import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorKind } from '#kernel';
import { STATUS_OF_KIND } from '#platform/http';

export interface DeclaredError {
  readonly className: string;
  /** Folder below src/ or libs/. */
  readonly context: string;
  readonly code: number;
  /** HTTP status. */
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  /** Names of the facts that go to the client as `data`. */
  readonly facts: readonly string[];
}

const ROOT = join(__dirname, '../..');
const NO_PRODUCT = /\.(spec|contract)\.ts$|\/testing\/|\/in-memory-|^libs\/wechat-simulator\//;
const TEXT = `(?:'((?:[^'\\\\]|\\\\.)*)'|"([^"]*)"|\`([^\`]*)\`)`;
const CLASS = /class (\w+) extends DomainError/g;
const DESCRIPTION = new RegExp(`code: (\\d{3,4}),\\s*kind: '([a-z-]+)',\\s*zh: ${TEXT},\\s*en: ${TEXT}`, 'g');
/** What follows the texts: the end of the description, then the facts there are, or may be. */
const FACTS = /^[^}]*\}(?:,\s*[^{;]*\{([^}]*)\}[^;{]*?|,?\s*)\);/;

/** Every subclass of DomainError in the sources, as it is written there. */
export function declaredErrors(): readonly DeclaredError[] {
  return ['src', 'libs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name}`)
      .filter((path) => path.endsWith('.ts') && !NO_PRODUCT.test(path))
      .flatMap(errorsIn),
  );
}

function errorsIn(path: string): DeclaredError[] {
  const source = readFileSync(join(ROOT, path), 'utf8');
  const classes = [...source.matchAll(CLASS)].map(([, name = '']) => name);
  const descriptions = [...source.matchAll(DESCRIPTION)];
  const unknown = new Error(`${path}: a DomainError is written in a form not known here`);
  if (classes.length !== descriptions.length) throw unknown;
  return descriptions.map((description, at) => {
    const [written, code, kind, zh1, zh2, zh3, en1, en2, en3] = description;
    const facts = FACTS.exec(source.slice(description.index + written.length));
    if (!facts) throw unknown;
    return {
      className: classes[at] ?? '',
      context: path.split('/')[1] ?? '',
      code: Number(code),
      status: STATUS_OF_KIND[kind as ErrorKind],
      zh: zh1 ?? zh2 ?? zh3 ?? '',
      en: en1 ?? en2 ?? en3 ?? '',
      facts: [...(facts[1] ?? '').matchAll(/(\w+)(?::[^,]*)?/g)].map(([, name = '']) => name).sort(),
    };
  });
}
