const eightHours = 8 * 60 * 60 * 1000;

/** RFC 3339 in seconds with +08:00, as every time in WeChat Pay's answers. */
export function beijingTime(date: Date): string {
  return `${new Date(date.getTime() + eightHours).toISOString().slice(0, 19)}+08:00`;
}

/** `yyyy-MM-dd` of the day it is in Beijing. */
export function beijingDay(date: Date): string {
  return beijingTime(date).slice(0, 10);
}

/** `yyyyMMddHHmmss`, as in WeChat's own numbers. */
export function beijingDigits(date: Date): string {
  return beijingTime(date).slice(0, 19).replace(/\D/g, '');
}
