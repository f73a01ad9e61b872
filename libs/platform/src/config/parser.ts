/**
 * Turns the text of one variable into its value. `parse` answers undefined, or throws, for anything else;
 * messages are made of `expected` alone, so that none can repeat a secret.
 */
export interface Parser<T> {
  readonly expected: string;
  readonly parse: (text: string) => T | undefined;
}

/** Undefined where `parser` does not accept `text`. */
export function attempt<T>(parser: Parser<T>, text: string): T | undefined {
  try {
    return parser.parse(text);
  } catch {
    return undefined;
  }
}

/** Comma-separated, at least one; spaces around an item do not count. */
export const listOf = <T>(item: Parser<T>): Parser<T[]> => ({
  expected: `${item.expected}; several are separated by commas`,
  parse: (text) => {
    const values = text.split(',').map((part) => attempt(item, part.trim()));
    return values.some((value) => value === undefined) ? undefined : (values as T[]);
  },
});
