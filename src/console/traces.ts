import type { BegunSpan, EndedSpan, SpanFacts, SpanWatcher } from '#platform/tracing';
import type { ContextNames } from './context-names.js';
import type { Ring } from './ring.js';
import type { SkippedClock } from './skipped-clock.js';

const MOST_PARTS = 200;
/** Spans under way at a time; more are not told of. */
const MOST_OPEN = 20_000;
/** Requests under way at a time whose ids are known. */
const MOST_ASKED = 2_000;
const LIST = 'gathered ';

interface Part {
  readonly spanId: string;
  readonly parentId: string | null;
  readonly kind: 'use-case' | 'statement' | 'redis' | 'wechat' | 'list' | 'other';
  readonly name: string;
  readonly context: string | null;
  readonly startMs: number;
  readonly ms: number;
  readonly error: string | null;
  /** A statement with placeholders. */
  readonly text: string | null;
}

/** A unit of work that has ended, as it is told of. */
export interface EndedWork {
  readonly traceId: string;
  readonly spanId: string;
  readonly kind: 'request' | 'reaction' | 'job' | 'list';
  readonly name: string;
  readonly context: string | null;
  readonly at: string;
  readonly event: { readonly id: string; readonly type: string; readonly aggregateId: string } | null;
  readonly requestId: string | null;
  /** Of a request: the ids in its address. */
  readonly about: readonly string[];
  readonly ms: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly isFault: boolean;
  readonly causes: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly spans: readonly Part[];
  readonly more: number;
}

interface OpenWork {
  readonly root: BegunSpan;
  readonly parts: { readonly turn: number; readonly part: Part }[];
  begun: number;
  more: number;
}

/** Puts the spans of this process together to units of work, and tells the feed when one begins and when it has ended. */
export class Traces implements SpanWatcher {
  /** By span: the work it is a part of, and how many parts had begun before it. */
  private readonly open = new Map<string, { readonly work: OpenWork; readonly turn: number }>();
  private readonly finished: EndedWork[] = [];
  private readonly asked = new Map<string, readonly string[]>();
  /** Hears of each unit of work that has ended. */
  onEnded: (() => void) | null = null;

  constructor(
    private readonly ring: Ring,
    private readonly clock: SkippedClock,
    private readonly names: ContextNames,
    private readonly kept = 2_000,
  ) {}

  /** Work that has ended, the oldest first, as far as it is kept. */
  get past(): readonly EndedWork[] {
    return this.finished;
  }

  /** Notes which ids a request has in its address: of an address traces tell the template alone. */
  asks(requestId: string, ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.asked.set(requestId, ids);
    const [oldest] = this.asked.keys();
    if (this.asked.size > MOST_ASKED && oldest !== undefined) this.asked.delete(oldest);
  }

  began(span: BegunSpan): void {
    if (this.open.size >= MOST_OPEN) return;
    const isPart = span.parentId !== null;
    const work = isPart ? this.open.get(span.parentId)?.work : { root: span, parts: [], begun: 0, more: 0 };
    // A part of what has ended already is nobody's news.
    if (!work) return;
    this.open.set(span.spanId, { work, turn: work.begun++ });
    if (!isPart) return this.ring.publish('trace.began', this.heading(span));
    if (partKind(span) !== 'wechat') return;
    const { traceId } = work.root;
    this.ring.publish('call.began', { at: this.timeOf(span), traceId, spanId: span.spanId, name: span.name });
  }

  ended(span: EndedSpan): void {
    const begun = this.open.get(span.spanId);
    if (!begun) return;
    const { work, turn } = begun;
    this.open.delete(span.spanId);
    if (work.root.spanId !== span.spanId) return this.addPart(work, turn, span);
    const status = span.facts['http.response.status_code'];
    const spans = work.parts.toSorted((one, other) => one.turn - other.turn).map(({ part }) => part);
    const heading = this.heading(span, spans);
    const ended: EndedWork = {
      ...heading,
      about: this.asked.get(heading.requestId ?? '') ?? [],
      ms: rounded(span.took),
      status: typeof status === 'number' ? status : null,
      error: textOf(span.facts, 'error.type'),
      isFault: span.isFault,
      causes: span.kind === 'request' ? [] : span.links,
      spans,
      more: work.more,
    };
    this.asked.delete(heading.requestId ?? '');
    this.finished.push(ended);
    if (this.finished.length > this.kept) this.finished.shift();
    this.ring.publish('trace.ended', ended);
    this.onEnded?.();
  }

  private addPart(work: OpenWork, turn: number, span: EndedSpan): void {
    if (work.parts.length >= MOST_PARTS) return void work.more++;
    const kind = partKind(span);
    const part: Part = {
      spanId: span.spanId,
      parentId: span.parentId,
      kind,
      name: span.name,
      context: kind === 'use-case' ? this.names.ofClass(span.name) : null,
      startMs: rounded(span.began - work.root.began),
      ms: rounded(span.took),
      error: textOf(span.facts, 'error.type'),
      text: textOf(span.facts, 'db.query.text'),
    };
    work.parts.push({ turn, part });
  }

  private heading(root: BegunSpan, parts: readonly Part[] = []) {
    const { traceId, spanId, facts } = root;
    const kind = workKind(root);
    const id = textOf(facts, 'jishi.event.id');
    const type = textOf(facts, 'jishi.event.type') ?? '';
    const aggregateId = textOf(facts, 'jishi.aggregate.id') ?? '';
    const route = textOf(facts, 'http.route');
    const routed = route === null ? this.names.ofClass(root.name) : this.names.ofRoute(route);
    const context = routed ?? parts.find((part) => part.context !== null)?.context ?? null;
    const event = id === null ? null : { id, type, aggregateId };
    const requestId = textOf(facts, 'jishi.request.id');
    return { traceId, spanId, kind, name: root.name, context, at: this.timeOf(root), event, requestId };
  }

  private timeOf({ began }: BegunSpan): string {
    return this.clock.at(began).toISOString();
  }
}

function workKind({ kind, name }: BegunSpan): EndedWork['kind'] {
  if (kind === 'request') return 'request';
  if (kind === 'consumer') return 'reaction';
  return name.startsWith(LIST) ? 'list' : 'job';
}

function partKind({ kind, name, facts }: BegunSpan): Part['kind'] {
  const system = facts['db.system.name'];
  if (system !== undefined) return system === 'redis' ? 'redis' : 'statement';
  if (name.startsWith('WeChat ')) return 'wechat';
  if (name.startsWith(LIST)) return 'list';
  return kind === 'internal' ? 'use-case' : 'other';
}

function textOf(facts: SpanFacts, name: string): string | null {
  const fact = facts[name];
  return fact === undefined ? null : String(fact);
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
