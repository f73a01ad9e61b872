const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** China has one time zone, and no summer time since 1991. */
const OFFSET = 8 * HOUR;

/** A day of Beijing: the one a bill or a report is about. Written `yyyy-MM-dd`, which also sorts. */
export class BeijingDay {
  private constructor(readonly start: Date) {}

  static of(at: Date): BeijingDay {
    return new BeijingDay(new Date(Math.floor((at.getTime() + OFFSET) / DAY) * DAY - OFFSET));
  }

  /** Null when there is no such day. */
  static parse(text: string): BeijingDay | null {
    if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
    const at = new Date(`${text}T00:00:00.000+08:00`);
    if (Number.isNaN(at.getTime())) return null;
    const day = BeijingDay.of(at);
    return day.text === text ? day : null;
  }

  /** @throws RangeError when there is no such day */
  static from(text: string): BeijingDay {
    const day = BeijingDay.parse(text);
    if (!day) throw new RangeError(`${text} is not a day`);
    return day;
  }

  get text(): string {
    return new Date(this.start.getTime() + OFFSET).toISOString().slice(0, 10);
  }

  /** The first moment that is not in it any more. */
  get end(): Date {
    return new Date(this.start.getTime() + DAY);
  }

  /** Whole hours of it that are over at a moment in it: 0 to 23. */
  hourOf(at: Date): number {
    return Math.floor((at.getTime() - this.start.getTime()) / HOUR);
  }

  /** `HH:mm` there at a moment of it. */
  timeOf(at: Date): string {
    return new Date(at.getTime() + OFFSET).toISOString().slice(11, 16);
  }

  at(hours: number, minutes: number): Date {
    return new Date(this.start.getTime() + hours * HOUR + minutes * 60_000);
  }

  plus(days: number): BeijingDay {
    return new BeijingDay(new Date(this.start.getTime() + days * DAY));
  }
}
