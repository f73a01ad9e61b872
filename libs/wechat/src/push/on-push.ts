import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';
import type { Push } from './push.js';

export const PUSHED_EVENT = 'jishi:pushed-event';

/** Translates one kind of push into the language of its context. */
export abstract class PushHandler {
  /**
   * Runs in the transaction that remembers the push, so its effect is there once or not at all: it saves, and leaves
   * calls and long work to reactions. A push that makes no sense is no reason to throw: WeChat would only repeat it.
   * One that comes again after months must be harmless.
   */
  abstract handle(push: Push): Promise<void>;
}

/** Subscribes a PushHandler among a module's providers to an event of WeChat's. */
export function OnPush(event: string): ClassDecorator {
  return applyDecorators(Injectable(), SetMetadata(PUSHED_EVENT, event));
}
