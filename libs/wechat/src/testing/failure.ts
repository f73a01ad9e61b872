import { WechatError } from '../errors.js';

/** The WechatError that the promise must end in. */
export async function failure(promise: Promise<unknown>): Promise<WechatError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WechatError)) throw new Error(`expected a WechatError, got ${String(error)}`);
  return error;
}
