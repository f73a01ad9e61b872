/** The newest revision of the catalogue this worker has heard of. It never goes back. */
export class Revisions {
  newest = 0;
  confirmedAt = -Infinity;
  failedAt = -Infinity;
  asking = null;

  /** @param {import('./settings.js').Settings} settings */
  constructor(settings) {
    this.settings = settings;
  }

  hear(revision) {
    this.newest = Math.max(this.newest, revision);
  }

  /**
   * Whether `newest` was the present one at most REVISION_SECONDS ago. It is asked about anew from half that time on, and waited for
   * only when it is older. While the shop does not answer it is asked once a second.
   */
  async areSure(ctx) {
    const { revisionMs } = this.settings;
    const age = Date.now() - this.confirmedAt;
    if (age <= revisionMs / 2) return true;
    if (Date.now() - this.failedAt >= 1_000) this.asking ??= this.ask().finally(() => (this.asking = null));
    if (this.asking) ctx.waitUntil(this.asking);
    if (age <= revisionMs) return true;
    await this.asking;
    return Date.now() - this.confirmedAt <= revisionMs;
  }

  async ask() {
    const { origin, timeoutMs, revisionMs } = this.settings;
    const began = Date.now();
    try {
      const signal = AbortSignal.timeout(Math.min(timeoutMs, revisionMs / 2));
      const answer = await fetch(`${origin}/api/v1/catalog/revision`, { signal });
      const { data } = await answer.json();
      if (!Number.isSafeInteger(data?.revision)) throw new Error('no revision');
      this.hear(data.revision);
      this.confirmedAt = began;
    } catch {
      this.failedAt = Date.now();
    }
  }
}
