import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { SYSTEM } from '#platform/activity';
import { AuditLog } from '#platform/audit';
import { Database } from '#platform/database';
import type { Verdict } from '../domain/upload.js';
import { Thumbnails } from '../domain/thumbnails.js';
import { Uploads } from '../domain/uploads.js';
import { DeleteFiles } from './delete-files.js';
import { MediaChecks } from './media-checks.js';

/** Brings a check and its verdict together, whichever is known first; what is risky is refused and deleted. */
@Injectable()
export class SettleCheck {
  constructor(
    private readonly checks: MediaChecks,
    private readonly uploads: Uploads,
    private readonly thumbnails: Thumbnails,
    private readonly deletion: DeleteFiles,
    private readonly audit: AuditLog,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** A check of an upload has begun. */
  async begun(reference: string, uploadId: string): Promise<void> {
    await this.database.transaction(async () => {
      const verdict = await this.checks.begin(reference, uploadId);
      if (verdict) await this.settle(uploadId, verdict);
    });
  }

  /** Somebody has looked. That nothing is known of the check is no mistake: it may be another program's, or known later. */
  async decided(reference: string, verdict: Verdict): Promise<void> {
    await this.database.transaction(async () => {
      const uploadId = await this.checks.decide(reference, verdict);
      if (uploadId !== null) await this.settle(uploadId, verdict);
    });
  }

  private async settle(uploadId: string, verdict: Verdict): Promise<void> {
    let refused = false;
    const upload = await this.uploads.change(uploadId, (one) => {
      refused = one.settle(verdict, this.clock.now());
    });
    if (!upload || !refused) return;
    const { name, uploader } = upload.state;
    await this.deletion.soon([name, ...(await this.thumbnails.forget([uploadId]))]);
    await this.audit.record({
      type: 'media.refused',
      actor: SYSTEM,
      subject: uploadId,
      facts: { uploader: uploader.id },
    });
  }
}
