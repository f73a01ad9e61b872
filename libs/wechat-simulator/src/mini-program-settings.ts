import { ControlError } from './control-error.js';

export interface Template {
  /** `thing1`, `amount2`, …: exactly these must be sent. Any when absent. */
  fields?: string[];
}

/** What WeChat knows of the mini-program and its shop. */
export interface MiniProgramSettings {
  /** Pages that exist, `pages/index/index`; null: any. */
  pages: string[] | null;
  /** Subscribe-message templates by id; null: any id. */
  templates: Record<string, Template> | null;
  /** Content with one of these is `risky`. */
  riskyWords: string[];
  /** Content with one of these is for `review`. */
  reviewWords: string[];
  /** What media checks end with; `pending` leaves them to be settled by hand. A risky word in the URL is risky. */
  mediaOutcome: 'pass' | 'review' | 'risky' | 'pending';
}

export const defaultSettings: MiniProgramSettings = {
  pages: null,
  templates: null,
  riskyWords: ['违禁词', '代开发票', 'forbidden-word'],
  reviewWords: ['疑似词', 'review-word'],
  mediaOutcome: 'pass',
};

/** What the change does not name stays. @throws ControlError for lists that are none */
export function changeSettings(
  settings: MiniProgramSettings,
  change: Partial<MiniProgramSettings>,
): MiniProgramSettings {
  for (const name of ['pages', 'riskyWords', 'reviewWords'] as const) {
    const list: unknown = change[name] ?? [];
    if (!isTextList(list)) throw new ControlError(`${name} is a list of texts`);
    if (change[name] === null && name !== 'pages') throw new ControlError(`${name} is a list of texts`);
  }
  for (const template of Object.values(change.templates ?? {})) {
    if (!isTextList((template as Template | null)?.fields ?? [])) throw new ControlError('fields is a list of texts');
  }
  if (!['pass', 'review', 'risky', 'pending'].includes(change.mediaOutcome ?? 'pass')) {
    throw new ControlError('mediaOutcome is pass, review, risky or pending');
  }
  return { ...settings, ...change };
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
