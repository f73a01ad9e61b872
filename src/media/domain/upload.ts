import { AggregateRoot } from '#kernel';
import type { MediaEvent } from '../events.js';
import type { PictureFacts } from './picture.js';
import { thumbnailSidesOf } from './thumbnail.js';

/** `unchecked`: nobody looks, or nobody said in time what they saw. */
export type CheckStatus = 'pending' | 'passed' | 'unchecked' | 'refused';

/** `unknown`: whoever was to look could not. */
export type Verdict = 'pass' | 'review' | 'risky' | 'unknown';

export interface Uploader {
  readonly kind: 'shopper' | 'staff';
  readonly id: string;
}

export interface UploadState extends PictureFacts {
  readonly id: string;
  /** Last part of its address, which nobody can guess; also the name of its file. */
  readonly name: string;
  readonly uploader: Uploader;
  readonly status: CheckStatus;
  readonly uploadedAt: Date;
}

/** A picture somebody uploaded, and whether it may be shown. */
export class Upload extends AggregateRoot<MediaEvent> {
  private constructor(private current: UploadState) {
    super();
  }

  /** @param isChecked whether somebody will look at it */
  static keep(facts: Omit<UploadState, 'status' | 'uploadedAt'>, isChecked: boolean, now: Date): Upload {
    const upload = new Upload({ ...facts, status: isChecked ? 'pending' : 'unchecked', uploadedAt: now });
    if (isChecked) upload.record({ type: 'media.uploaded', uploadId: facts.id, at: now });
    if (thumbnailSidesOf(facts).length > 0) upload.record({ type: 'media.kept', uploadId: facts.id, at: now });
    return upload;
  }

  static restore(state: UploadState): Upload {
    return new Upload(state);
  }

  get state(): UploadState {
    return this.current;
  }

  /** A picture is shown until it is known to be one that must not be. */
  get isShown(): boolean {
    return this.current.status !== 'refused';
  }

  /** The worst of several verdicts holds, and a late one counts. Answers whether the picture is refused by this one. */
  settle(verdict: Verdict, now: Date): boolean {
    const { status, id, name, uploader } = this.current;
    if (status === 'refused') return false;
    if (verdict === 'risky') {
      this.current = { ...this.current, status: 'refused' };
      this.record({ type: 'media.refused', uploadId: id, name, userId: uploader.id, at: now });
      return true;
    }
    if (verdict === 'unknown') this.leaveUnchecked();
    else this.current = { ...this.current, status: 'passed' };
    return false;
  }

  /** Nobody waits for a verdict any more. */
  leaveUnchecked(): void {
    if (this.current.status === 'pending') this.current = { ...this.current, status: 'unchecked' };
  }
}
