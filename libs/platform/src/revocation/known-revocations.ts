/** Subjects a process remembers; of what was revoked before it trusts no copy. */
const MOST = 100_000;

/** The last revocation of each subject, as far back as one remembers. */
export class KnownRevocations {
  /** By subject, the latest revoked last. */
  private readonly lastOf = new Map<string, number>();
  /** No copy from before this epoch is trusted. */
  private floor = 0;
  private readTo = -1;

  constructor(private readonly most = MOST) {}

  /** The last epoch up to which all are known; -1 before `begin`. */
  get epoch(): number {
    return this.readTo;
  }

  /**
   * @param floor nothing is known of what was revoked up to this epoch
   * @param readTo everything after it, up to this one, is about to be read
   */
  begin(floor: number, readTo: number): void {
    this.floor = floor;
    this.readTo = readTo;
  }

  /** The next one in sequence, from the database. */
  read(epoch: number, subject: string): void {
    this.hear(epoch, subject);
    this.readTo = Math.max(this.readTo, epoch);
  }

  /** One by itself: those before it may still be unknown. */
  hear(epoch: number, subject: string): void {
    if (!Number.isSafeInteger(epoch) || epoch <= (this.lastOf.get(subject) ?? 0)) return;
    this.lastOf.delete(subject);
    this.lastOf.set(subject, epoch);
    if (this.lastOf.size > this.most) this.forgetOldest();
  }

  holds(subject: string, epoch: number): boolean {
    return epoch >= (this.lastOf.get(subject) ?? this.floor);
  }

  private forgetOldest(): void {
    const [oldest] = this.lastOf;
    if (!oldest) return;
    this.lastOf.delete(oldest[0]);
    this.floor = Math.max(this.floor, oldest[1]);
  }
}
