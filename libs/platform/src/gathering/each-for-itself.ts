/**
 * Decides a list together, each of it for itself: when the list fails, each is decided alone, and one that spoilt it for
 * all fails alone. What `decideAll` did before it failed must be undone, or harmless when it is done again. Never rejects.
 * @param decideAll what became of some of the list, or of all
 * @param failed what becomes of one that failed alone, or with everybody
 * @param isEverybodys whether an error is nobody's fault: then all of them fail, and none is tried alone
 * @returns what `decideAll` and `failed` answered
 */
export async function eachForItself<C, A>(
  list: readonly C[],
  decideAll: (some: readonly C[]) => Promise<readonly A[]>,
  failed: (one: C, error: unknown) => A,
  isEverybodys: (error: unknown) => boolean,
): Promise<readonly A[]> {
  if (list.length === 0) return [];
  try {
    return await decideAll(list);
  } catch (error) {
    if (list.length === 1 || isEverybodys(error)) return list.map((one) => failed(one, error));
    const alone = await Promise.all(list.map((one) => eachForItself([one], decideAll, failed, isEverybodys)));
    return alone.flatMap((answers) => answers);
  }
}
