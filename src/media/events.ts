import type { DomainEvent } from '#kernel';

/** A shopper's picture is kept, and somebody is to look at it. */
export interface MediaUploaded extends DomainEvent {
  readonly type: 'media.uploaded';
  readonly uploadId: string;
}

/** A picture is kept, and it is so large that smaller ones are worth drawing. */
export interface MediaKept extends DomainEvent {
  readonly type: 'media.kept';
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

export type MediaEvent = MediaUploaded | MediaKept | MediaRefused;

/** Version of each event's form, raised by a change that docs/asyncapi.json cannot take. */
export const mediaEvents = {
  'media.uploaded': 1,
  'media.kept': 1,
  'media.refused': 1,
} as const satisfies Record<MediaEvent['type'], number>;
