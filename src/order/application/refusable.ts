import { DomainError } from '#kernel';

/** Returns the refusal of one order, which is that order's alone; rethrows anything else, which is the whole transaction's. */
export function refusable<T>(decide: () => T): T | { readonly refused: DomainError } {
  try {
    return decide();
  } catch (error) {
    if (error instanceof DomainError) return { refused: error };
    throw error;
  }
}
