export interface ConsentSummary {
  openid: string;
  templateId: string;
  /** Messages that may still be sent. */
  left: number;
}

/** What users have agreed to be told: one consent is one message. */
export class Consents {
  private readonly counts = new Map<string, ConsentSummary>();

  /** @param count negative takes consents back */
  grant(openid: string, templateId: string, count: number): ConsentSummary {
    const key = `${openid} ${templateId}`;
    const left = Math.max(0, (this.counts.get(key)?.left ?? 0) + count);
    const summary = { openid, templateId, left };
    this.counts.set(key, summary);
    return { ...summary };
  }

  /** False when there was none left. */
  spend(openid: string, templateId: string): boolean {
    const consent = this.counts.get(`${openid} ${templateId}`);
    if (!consent || consent.left === 0) return false;
    consent.left -= 1;
    return true;
  }

  list(): ConsentSummary[] {
    return [...this.counts.values()].map((consent) => ({ ...consent }));
  }
}
