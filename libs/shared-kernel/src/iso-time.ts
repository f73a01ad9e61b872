/** A moment as answers show it: ISO 8601 in UTC with milliseconds, such as `2026-01-31T23:59:59.999Z`. */
export type IsoTime = string;
