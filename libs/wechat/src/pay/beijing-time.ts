const OFFSET_MS = 8 * 60 * 60 * 1000;

/** RFC 3339 in whole seconds as WeChat Pay writes it: `2018-06-08T10:34:56+08:00`. */
export function beijingTime(at: Date): string {
  return `${new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 19)}+08:00`;
}
