import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';

/** A part of what is held about somebody, for their copy of it. */
export interface ExportSection {
  /** Its name in the document, for example `orders`. Each is given once in the whole application. */
  readonly name: string;
  /**
   * Plain objects as JSON shall show them. Read page by page as they are asked for, so that a long history fits in
   * little memory; never inside a transaction.
   * @throws KeysUnavailable
   */
  records(): AsyncIterable<object>;
}

/**
 * What a context holds about people. The user context asks every holder when somebody wants a copy of their data or
 * wants it erased, without knowing who they are.
 */
export abstract class PersonalDataHolder {
  abstract sections(personId: string): readonly ExportSection[];

  /**
   * Refuses while the data is needed. In the erasure's transaction, before anything has been erased.
   * @throws ErasureMustWait
   */
  abstract assertErasable(personId: string): Promise<void>;

  /**
   * Erases what names or finds the person, in the erasure's transaction; what their key has sealed may stay. Doing it
   * again is harmless: a restored back-up has its erasures replayed.
   */
  abstract erase(personId: string): Promise<void>;
}

export const HOLDER = 'jishi:personal-data-holder';

/** Makes a PersonalDataHolder known to the application; its module provides it. */
export const HoldsPersonalData = (): ClassDecorator => applyDecorators(Injectable(), SetMetadata(HOLDER, true));
