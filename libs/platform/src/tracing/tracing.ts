import type { FastifyInstance } from 'fastify';

/** What is told of a span: ids, names and counts; never a person, a secret, or a value of a statement. */
export type SpanFacts = Readonly<Record<string, string | number>>;

export interface SpanAbout {
  /** One of few: a route's template, a use case, `SELECT orders`. */
  readonly name: string;
  /** `client`: somebody else is asked, which is told only as a part of something. `consumer`: an event is reacted to. */
  readonly kind?: 'client' | 'consumer';
  readonly facts?: SpanFacts;
}

/** A place in a trace, to which something else may be traced back. */
export interface Place {
  /** As W3C writes it; fits into 64 ASCII characters. */
  readonly traceparent: string;
}

/** Marks a route whose requests have no span. */
export const UNTRACED = { untraced: true } as const;

/** More that is told of a span while it lasts. */
export type Note = (facts: SpanFacts) => void;

/** Where traces go. There is one, or none, in a process; see `tracing`. */
export interface Tracing {
  /** Where the caller is; null outside of all traces. */
  here(): Place | null;
  /** Of the trace the caller is in. */
  traceId(): string | undefined;
  traceIdOf(request: object): string | undefined;
  /** Runs `work` as a part of what the caller does; a trace of its own where that is no part of any. */
  part<T>(about: () => SpanAbout, work: (note: Note) => T): T;
  /** Runs `work` as a trace of its own that names what has led to it. */
  apart<T>(
    about: SpanAbout,
    causes: readonly (Place | string | null | undefined)[],
    work: () => Promise<T>,
  ): Promise<T>;
  /** Runs `work` as a part of what happens at this place, or of no trace. */
  at<T>(place: Place | null, work: () => T): T;
  /** Runs `work`, in which each aggregate named here is changed for somebody else. */
  onBehalf<T>(places: ReadonlyMap<string, Place>, work: () => T): T;
  /** Where it is asked for that this aggregate changes. */
  causeOf(aggregateId: string): Place | null;
  /** Makes a span of each request, the ends of which are told with a name that stands for the user. */
  follow(fastify: FastifyInstance, nameOf: (personId: string) => string | undefined): void;
  /** Sends what has not been sent yet; gives up after a while. */
  stop(): Promise<void>;
}

/** Null while there are no traces, which must then cost nothing: whoever may take part in one looks here first. */
export let tracing: Tracing | null = null;

/** Before the application is made, which looks whether there are traces. */
export function traceBy(started: Tracing | null): void {
  tracing = started;
}

/** Runs `work` outside of whatever trace the caller is in: it is not done for it. */
export function untraced<T>(work: () => T): T {
  return tracing ? tracing.at(null, work) : work();
}
