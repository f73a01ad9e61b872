import type { BeijingDay } from '#kernel';
import { DayIsNotOver, DayIsTooLongAgo } from './errors.js';

/** Days. Closed orders are kept for three months at least (ORDER_RETENTION), so the orders of these are all there. */
const DAYS_BACK = 62;

/** @throws DayIsNotOver, DayIsTooLongAgo */
export function mustBeReportable(day: BeijingDay, today: BeijingDay): void {
  if (day.text >= today.text) throw new DayIsNotOver();
  const earliest = today.plus(-DAYS_BACK);
  if (day.text < earliest.text) throw new DayIsTooLongAgo(earliest.text);
}

/** From when on a day is reported without being asked: what was paid just before midnight is known by then. */
export function isDueAt(day: BeijingDay): Date {
  return day.plus(1).at(0, 30);
}
