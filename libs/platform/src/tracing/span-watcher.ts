import type { SpanFacts } from './tracing.js';

export interface BegunSpan {
  /** 32 and 16 hexadecimal digits. */
  readonly traceId: string;
  readonly spanId: string;
  /** Null for what begins here, whoever has led to it. */
  readonly parentId: string | null;
  readonly name: string;
  readonly kind: 'request' | 'consumer' | 'client' | 'internal';
  /** Milliseconds since 1970. */
  readonly began: number;
  readonly facts: SpanFacts;
}

export interface EndedSpan extends BegunSpan {
  /** Milliseconds. */
  readonly took: number;
  /** Whether it failed, which a refusal has not. */
  readonly isFault: boolean;
  /** What has led to it, and what it has led to elsewhere. */
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

/** Somebody in this process who wants to see spans, as they begin and as they end. It must be quick, and throw nothing. */
export interface SpanWatcher {
  began(span: BegunSpan): void;
  ended(span: EndedSpan): void;
}
