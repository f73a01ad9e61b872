import { Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { On, Reaction } from '#platform/events';
import { mayWorkLater } from '#platform/wechat-errors';
import { WechatAccounts } from '../../auth/index.js';
import { Uploads } from '../domain/uploads.js';
import type { MediaUploaded } from '../events.js';
import { MediaCheck } from './media-check.js';
import { MediaChecks } from './media-checks.js';
import { PictureUrls } from './picture-urls.js';
import { SettleCheck } from './settle-check.js';

/** Milliseconds. The event would die a minute or so later, and leave staff something to do that is not theirs. */
const WORTH_TRYING = 240_000;

/**
 * Has a shopper's picture looked at. A crash at the wrong moment has it looked at twice; what cannot be for some minutes
 * is left unchecked, as a check that is down stops nobody.
 */
@On('media.uploaded', { transaction: false })
export class CheckPictureOnMediaUploaded extends Reaction<MediaUploaded> {
  private readonly log = new Logger(CheckPictureOnMediaUploaded.name);

  constructor(
    private readonly uploads: Uploads,
    private readonly check: MediaCheck,
    private readonly checks: MediaChecks,
    private readonly settleCheck: SettleCheck,
    private readonly accounts: WechatAccounts,
    private readonly urls: PictureUrls,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** @throws WechatUnavailable, WechatLimitReached: to be tried again */
  async handle({ uploadId, at }: MediaUploaded): Promise<void> {
    const upload = await this.uploads.find(uploadId);
    if (upload?.state.status !== 'pending' || (await this.checks.hasBegun(uploadId))) return;
    const account = await this.accounts.accountOf(upload.state.uploader.id);
    const reference = account === null ? null : await this.submit(upload.state.name, account, at);
    if (reference !== null) return this.settleCheck.begun(reference, uploadId);
    await this.uploads.change(uploadId, (one) => one.leaveUnchecked());
    this.log.warn({ uploadId }, 'A picture is accepted unchecked: nobody looks at it');
  }

  private async submit(name: string, account: string, since: Date): Promise<string | null> {
    try {
      return await this.check.submit(this.urls.of(name), account);
    } catch (error) {
      if (!mayWorkLater(error) || this.clock.now().getTime() - since.getTime() < WORTH_TRYING) throw error;
      return null;
    }
  }
}
