import type { DomainEvent } from '#kernel';

/** Somebody wants the report of a day, or it is to be gone on with. */
export interface ReportRequested extends DomainEvent {
  readonly type: 'report.requested';
  /** Of Beijing: `yyyy-MM-dd`. */
  readonly date: string;
  /** Counts from 1 how often the report was asked for anew. */
  readonly run: number;
  /** Counts from 1 the parts its work is done in. */
  readonly leg: number;
}

export type ReportEvent = ReportRequested;

/** Version of each event's form, raised by a change that docs/asyncapi.json cannot take. */
export const reportEvents = { 'report.requested': 1 } as const satisfies Record<ReportEvent['type'], number>;
