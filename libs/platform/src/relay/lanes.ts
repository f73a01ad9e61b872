/** Work of one lane is done in turn, that of different lanes side by side. */
export class Lanes {
  private readonly last = new Map<string, Promise<void>>();

  /** `work` must not reject. */
  run(lane: string, work: () => Promise<void>): void {
    const done = (this.last.get(lane) ?? Promise.resolve()).then(work);
    this.last.set(lane, done);
    void done.then(() => {
      if (this.last.get(lane) === done) this.last.delete(lane);
    });
  }

  async idle(): Promise<void> {
    while (this.last.size > 0) await Promise.all(this.last.values());
  }
}
