interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/**
 * A list, page by page (`next`) or item by item (`for await`). Written without async generators, which compilers for old
 * phones turn into a runtime of their own.
 */
export class Paging<T> {
  private cursor: string | undefined;
  private underWay: Promise<readonly T[]> | null = null;
  private ended = false;

  constructor(private readonly load: (cursor: string | undefined) => Promise<Page<T>>) {}

  /** Whether there is nothing more to come. */
  get isAtEnd(): boolean {
    return this.ended;
  }

  /** The next page; empty at the end. Asked twice at once, as onReachBottom does, it is the same page. After a failure it may be asked again. */
  next(): Promise<readonly T[]> {
    if (this.underWay) return this.underWay;
    if (this.ended) return Promise.resolve([]);
    const done = () => (this.underWay = null);
    const underWay = this.load(this.cursor).then(({ items, nextCursor }) => {
      this.cursor = nextCursor ?? undefined;
      this.ended = nextCursor === null;
      return items;
    });
    this.underWay = underWay;
    underWay.then(done, done);
    return underWay;
  }

  /** Every item from the next page on. */
  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    let page: readonly T[] = [];
    let at = 0;
    return {
      next: async () => {
        while (at >= page.length) {
          if (this.ended && !this.underWay) return { done: true, value: undefined };
          page = await this.next();
          at = 0;
        }
        return { done: false, value: page[at++] as T };
      },
    };
  }
}
