const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** China has one time zone, and no summer time since 1991. */
const OFFSET = 8 * HOUR;

/** A day of Beijing: the one a bill is about. Written `yyyy-MM-dd`, which also sorts. */
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

  get text(): string {
    return new Date(this.start.getTime() + OFFSET).toISOString().slice(0, 10);
  }

  /** The first moment that is not in it any more. */
  get end(): Date {
    return new Date(this.start.getTime() + DAY);
  }

  at(hours: number, minutes: number): Date {
    return new Date(this.start.getTime() + hours * HOUR + minutes * 60_000);
  }

  plus(days: number): BeijingDay {
    return new BeijingDay(new Date(this.start.getTime() + days * DAY));
  }
}
