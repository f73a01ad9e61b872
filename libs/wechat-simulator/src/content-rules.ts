import { randomBytes } from 'node:crypto';
import type { MiniProgramSettings } from './mini-program-settings.js';

export type Suggestion = 'pass' | 'review' | 'risky';

export interface Verdict {
  suggest: Suggestion;
  /** 100 is normal, 20006 criminal, 21000 other: of WeChat's list. */
  label: number;
  keyword: string | null;
}

const labels: Record<Suggestion, number> = { pass: 100, review: 21000, risky: 20006 };

export function verdictOf(suggest: Suggestion, keyword: string | null = null, label = labels[suggest]): Verdict {
  return { suggest, label, keyword };
}

/** Looks for words, where WeChat has a model; the worst word decides. */
export function judge(text: string, { riskyWords, reviewWords }: MiniProgramSettings): Verdict {
  const found = (words: string[]) => words.find((word) => word !== '' && text.includes(word));
  const risky = found(riskyWords);
  if (risky !== undefined) return verdictOf('risky', risky);
  const doubtful = found(reviewWords);
  return doubtful === undefined ? verdictOf('pass') : verdictOf('review', doubtful);
}

/** In the shape of WeChat's own trace ids. */
export function makeTraceId(): string {
  return randomBytes(12)
    .toString('hex')
    .replace(/^(.{8})(.{8})/, '$1-$2-');
}
