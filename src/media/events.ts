import type { DomainEvent } from '#kernel';

/** A shopper's picture is kept, and somebody is to look at it. */
export interface MediaUploaded extends DomainEvent {
  readonly type: 'media.uploaded';
  readonly uploadId: string;
}

/** A picture was found to be what must not be shown: it is gone. */
export interface MediaRefused extends DomainEvent {
  readonly type: 'media.refused';
  readonly uploadId: string;
  /** Last part of the address it had. */
  readonly name: string;
  /** Who uploaded it. */
  readonly userId: string;
}

export type MediaEvent = MediaUploaded | MediaRefused;
