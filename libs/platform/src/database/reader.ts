export type SqlValue = string | number | boolean | Date | null;
export type Row = Record<string, unknown>;

/** Whoever answers SELECTs: the database itself, or one of its replicas. */
export interface Reader {
  /** Rows of a SELECT; see `Database.query`. */
  query<R extends object = Row>(sql: string, values?: readonly SqlValue[]): Promise<R[]>;
}
