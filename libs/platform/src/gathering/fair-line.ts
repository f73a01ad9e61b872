/**
 * Who waits, in turns: owners are served one after the other, in the order in which each of them began to wait, and what
 * one owner asked for in the order of asking. Where everybody waits for one thing that is first come, first served.
 */
export class FairLine<T> {
  private readonly byOwner = new Map<string, T[]>();
  private size = 0;

  get length(): number {
    return this.size;
  }

  lengthOf(owner: string): number {
    return this.byOwner.get(owner)?.length ?? 0;
  }

  join(owner: string, one: T): void {
    const own = this.byOwner.get(owner);
    if (own) own.push(one);
    else this.byOwner.set(owner, [one]);
    this.size++;
  }

  /** Takes the next `most` out of the line. */
  take(most: number): T[] {
    const taken: T[] = [];
    // An owner set again goes to the end of the map, and this walk comes by there too.
    for (const [owner, own] of this.byOwner) {
      if (taken.length === most) break;
      taken.push(...own.splice(0, 1));
      this.byOwner.delete(owner);
      if (own.length > 0) this.byOwner.set(owner, own);
    }
    this.size -= taken.length;
    return taken;
  }

  /** Takes out of the line whoever `leaves` is true of. */
  withdraw(leaves: (one: T) => boolean): T[] {
    const gone: T[] = [];
    for (const [owner, own] of this.byOwner) {
      const stay = own.filter((one) => !leaves(one));
      gone.push(...own.filter((one) => leaves(one)));
      if (stay.length > 0) this.byOwner.set(owner, stay);
      else this.byOwner.delete(owner);
    }
    this.size -= gone.length;
    return gone;
  }
}
