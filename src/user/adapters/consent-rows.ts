import { asDate, type Database } from '#platform/database';
import type { Consent } from '../domain/consent-book.js';

/** An entry of the history. */
export interface ConsentEntry {
  readonly consent: Consent;
  /** Counts the entries of its purpose from 1. */
  readonly entry: number;
}

interface ConsentRow {
  readonly purpose: string;
  readonly entry: unknown;
  readonly version: string;
  readonly granted: unknown;
  readonly scene: string | null;
  readonly at: unknown;
}

const COLUMNS = 'mine.purpose, mine.entry, mine.version, mine.granted, mine.scene, mine.at';
const PAGE = 500;

/** The last entry of each purpose, sorted by purpose. */
export async function presentConsents(database: Database, userId: string): Promise<ConsentEntry[]> {
  const rows = await database.query<ConsentRow>(
    `SELECT ${COLUMNS} FROM user_consents mine WHERE mine.user_id = ? AND NOT EXISTS (
       SELECT 1 FROM user_consents later
       WHERE later.user_id = mine.user_id AND later.purpose = mine.purpose AND later.entry > mine.entry
     ) ORDER BY mine.purpose`,
    [userId],
  );
  return rows.map(entryOf);
}

/** The whole history, purpose by purpose, read as it is asked for. */
export async function* consentHistory(database: Database, userId: string): AsyncIterable<ConsentEntry> {
  for (let [purpose, entry] = ['', 0], full = true; full;) {
    const rows = await database.query<ConsentRow>(
      `SELECT ${COLUMNS} FROM user_consents mine
       WHERE mine.user_id = ? AND (mine.purpose > ? OR (mine.purpose = ? AND mine.entry > ?))
       ORDER BY mine.purpose, mine.entry LIMIT ${PAGE}`,
      [userId, purpose, purpose, entry],
    );
    const page = rows.map(entryOf);
    yield* page;
    const last = page.at(-1);
    if (last) [purpose, entry] = [last.consent.purpose, last.entry];
    full = page.length === PAGE;
  }
}

function entryOf({ purpose, entry, version, granted, scene, at }: ConsentRow): ConsentEntry {
  const consent = { purpose, version, granted: Number(granted) === 1, scene, at: asDate(at) };
  return { consent, entry: Number(entry) };
}
