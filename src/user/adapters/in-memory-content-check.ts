import { ContentRefused } from '#platform/wechat-errors';
import { ContentCheck } from '../application/content-check.js';

/** Refuses the texts that a test calls risky. */
export class InMemoryContentCheck extends ContentCheck {
  readonly risky = new Set<string>();
  /** `<account>: <text>`, for each time it was asked. */
  readonly asked: string[] = [];

  async accept(text: string, account: string): Promise<void> {
    this.asked.push(`${account}: ${text}`);
    if (this.risky.has(text)) throw new ContentRefused();
  }
}
