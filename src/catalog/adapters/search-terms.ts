/**
 * Words of Chinese are not separated by anything, so a text is indexed by its characters and by its bigrams (each two
 * characters that stand side by side). A word is then found by its bigrams, and the find is checked against the text.
 */

/** A few terms narrow the search down enough; each is a join. */
const MOST_TERMS_ASKED = 8;

/** Some characters grow when they are normalized; this keeps a product's text within its column. */
const LONGEST_TEXT = 4000;

/** A text as the search sees it: full-width as half-width, capitals as small letters, one space between words. */
export function searchableText(text: string): string {
  return wordsOf(text).join(' ').slice(0, LONGEST_TEXT).toWellFormed();
}

export function wordsOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
}

/** Every term a searchable text can be found by. */
export function termsOf(searchable: string): string[] {
  const terms = searchable.split(' ').flatMap((word) => {
    const characters = [...word];
    return [...characters, ...bigramsOf(characters)];
  });
  return [...new Set(terms)].map(encoded);
}

/** Terms that a text with all these words has for certain; it may still not have the words. */
export function termsToAsk(words: readonly string[]): string[] {
  const terms = words.flatMap((word) => {
    const characters = [...word];
    if (characters.length === 1) return characters;
    return bigramsOf(characters).filter((_, at, all) => at % 2 === 0 || at === all.length - 1);
  });
  return [...new Set(terms)].slice(0, MOST_TERMS_ASKED).map(encoded);
}

function bigramsOf(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, at) => `${characters[at]}${character}`);
}

/** Hexadecimal, so that every database compares terms byte by byte. */
function encoded(term: string): string {
  return Buffer.from(term).toString('hex');
}
