import type { Activity } from '#platform/activity';
import { isNobodysFault } from '#platform/database';
import { eachForItself } from '#platform/gathering';
import type { UserProfile } from '../../user/index.js';
import type { Device } from '../domain/session.js';
import type { Grant } from './grants.js';
import type { WechatAccount } from './wechat-login.js';

/** Somebody of whom WeChat has said who it is. */
export interface Arrival extends WechatAccount {
  /** When WeChat answered. */
  readonly answeredAt: Date;
  readonly device: Device;
  /** In whose name their keys are used. */
  readonly activity: Activity | undefined;
}

export interface SignedIn {
  readonly grant: Grant;
  readonly user: UserProfile;
  readonly isNew: boolean;
}

/** Why there is no session. `erased`: the user was, meanwhile; whoever comes again is a new person. */
export type Ending = { readonly refused: unknown } | { readonly erased: true };

export type Opening = { readonly opened: SignedIn } | Ending;

export const ERASED: Ending = { erased: true };

export function hasEnded(one: object): one is Ending {
  return 'refused' in one || 'erased' in one;
}

/**
 * Takes those of a list who have not ended one step further, each for itself; how the others ended stays as it is.
 * @param step answers each of some, in their order
 */
export async function onward<T extends object, R extends object>(
  list: readonly (T | Ending)[],
  step: (some: readonly T[]) => Promise<readonly R[]>,
): Promise<(R | Ending)[]> {
  const underWay = list.filter((one): one is T => !hasEnded(one));
  const steps = await eachForItself<T, R | Ending>(underWay, step, (_, error) => refusal(error), isNobodysFault);
  const further = steps.values();
  return list.map((one) => (hasEnded(one) ? one : (further.next().value ?? refusal(new Error('Each has an answer')))));
}

/**
 * What became of those of a list, each for itself; of whom `step` says nothing, nothing is known.
 * @param step answers some, each beside whom it is about
 */
export async function outcomesOf<K, V>(
  list: readonly K[],
  step: (some: readonly K[]) => Promise<readonly (readonly [K, V])[]>,
): Promise<ReadonlyMap<K, V | Ending>> {
  const failed = (one: K, error: unknown) => [one, refusal(error)] as const;
  return new Map(await eachForItself<K, readonly [K, V | Ending]>(list, step, failed, isNobodysFault));
}

function refusal(error: unknown): Ending {
  return { refused: error };
}
