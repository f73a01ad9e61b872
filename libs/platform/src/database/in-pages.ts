/**
 * All rows of a long list, read a page at a time as they are asked for.
 * @param read answers up to `size` items that come after `last`; null: from the beginning
 */
export async function* inPages<T>(size: number, read: (last: T | null) => Promise<readonly T[]>): AsyncGenerator<T> {
  for (let last: T | null = null; ;) {
    const page = await read(last);
    yield* page;
    last = page.at(-1) ?? null;
    if (page.length < size) return;
  }
}
