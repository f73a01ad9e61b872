import type { IsoTime } from '#kernel';

/** A time as either database returns it. */
export function asDate(value: unknown): Date {
  if (value instanceof Date) return value;
  if (typeof value === 'string') return new Date(`${value.replace(' ', 'T')}Z`);
  throw new TypeError('Not a time');
}

export function asDateOrNull(value: unknown): Date | null {
  return value === null || value === undefined ? null : asDate(value);
}

/**
 * Selects a time as its text, for `isoTimeOf`: a list that shows times and decides nothing by them reads them several times
 * faster than by way of a Date.
 * @param column with its table where it needs one; named in the row as the column itself
 */
export function timeText(column: string): string {
  return `CAST(${column} AS CHAR) AS ${column.slice(column.indexOf('.') + 1)}`;
}

/** @param text of a time with milliseconds, selected by `timeText` */
export function isoTimeOf(text: string): IsoTime {
  return `${text.slice(0, 10)}T${text.slice(11)}Z`;
}

export function isoTimeOfNullable(text: string | null): IsoTime | null {
  return text === null ? null : isoTimeOf(text);
}
