/** Milliseconds after which a file that was not kept is deleted: far longer than any store takes to write it. */
export const KEPT_WITHIN = 3_600_000;

/**
 * Names of files that are to be deleted from the store. It is written in the transaction that makes a file useless,
 * and before a file is written that may come to nothing: so no file is left behind, wherever a process dies.
 */
export abstract class DoomedFiles {
  /** In the caller's transaction if there is one. */
  abstract add(names: readonly string[], due: Date): Promise<void>;

  /** Takes a name off again. False: it was not there, so its file may be gone. */
  abstract spare(name: string): Promise<boolean>;

  /** Gives a name another time, unless it was taken off. */
  abstract putOff(name: string, due: Date): Promise<void>;

  /** Up to `limit` names whose time has come, the longest due first. */
  abstract due(now: Date, limit: number): Promise<readonly string[]>;
}
