import { ControlError } from './control-error.js';
import { judge, makeTraceId, verdictOf, type Suggestion, type Verdict } from './content-rules.js';
import type { MiniProgramSettings } from './mini-program-settings.js';

export interface MediaCheckSummary {
  traceId: string;
  mediaUrl: string;
  openid: string;
  /** Null: not decided yet. */
  suggest: Suggestion | null;
  at: string;
}

type Push = (event: string, openid: string, fields: Record<string, unknown>) => void;

/** Checks of images and sound, whose results are pushed later. */
export class MediaChecks {
  private readonly checks = new Map<string, MediaCheckSummary>();

  constructor(
    private readonly appId: string,
    private readonly now: () => Date,
    private readonly push: Push,
  ) {}

  /** Decides a moment after the answer, unless the settings leave it to `settle`. */
  submit(mediaUrl: string, openid: string, settings: MiniProgramSettings): string {
    const traceId = makeTraceId();
    this.checks.set(traceId, { traceId, mediaUrl, openid, suggest: null, at: this.now().toISOString() });
    const found = judge(decoded(mediaUrl), settings);
    const { mediaOutcome } = settings;
    if (mediaOutcome === 'pending') return traceId;
    const verdict = found.suggest === 'pass' ? verdictOf(mediaOutcome) : found;
    setImmediate(() => this.decide(traceId, verdict));
    return traceId;
  }

  settle(traceId: string, suggest: Suggestion, label?: number): void {
    this.decide(traceId, verdictOf(suggest, null, label));
  }

  list(): MediaCheckSummary[] {
    return [...this.checks.values()].map((check) => ({ ...check }));
  }

  private decide(traceId: string, { suggest, label }: Verdict): void {
    const check = this.checks.get(traceId);
    if (!check) throw new ControlError('no such trace_id', 404);
    check.suggest = suggest;
    // In this push WeChat's labels have been seen as text, too.
    this.push('wxa_media_check', check.openid, {
      appid: this.appId,
      trace_id: traceId,
      version: 2,
      detail: [{ strategy: 'content_model', errcode: 0, suggest, label, prob: 90 }],
      errcode: 0,
      errmsg: 'ok',
      result: { suggest, label: String(label) },
    });
  }
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
