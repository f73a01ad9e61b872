const OFFSET_MS = 8 * 60 * 60 * 1000;

/** RFC 3339 in whole seconds as WeChat Pay writes it: `2018-06-08T10:34:56+08:00`. */
export function beijingTime(at: Date): string {
  return `${clock(at).slice(0, 19)}+08:00`;
}

/** RFC 3339 with milliseconds as the shipping information wants it: `2022-12-15T13:29:35.120+08:00`. */
export function beijingTimeWithMilliseconds(at: Date): string {
  return `${clock(at).slice(0, 23)}+08:00`;
}

/** A time without a zone, as bills write it: `2018-06-08 10:34:56`. Null when it is none. */
export function fromBeijing(text: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return null;
  const at = new Date(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(at.getTime()) ? null : at;
}

function clock(at: Date): string {
  return new Date(at.getTime() + OFFSET_MS).toISOString();
}
