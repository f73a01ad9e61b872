/** wx.request and wx.uploadFile refuse an eleventh request under way. */
export const LANES = 10;

/** Lets so many run at a time; the others wait their turn, first come, first served. */
export class Lanes {
  private readonly waiting: (() => void)[] = [];

  constructor(private free = LANES) {}

  /** `urgent` goes before those that wait: they may be waiting for it. */
  async run<T>(work: () => Promise<T>, urgent = false): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((go) => (urgent ? this.waiting.unshift(go) : this.waiting.push(go)));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }
}
