/** How a command ends; the codes are promised in docs/operations.md. */
export const EXIT = {
  done: 0,
  failed: 1,
  'wrong-use': 2,
  'rolled-back': 3,
  inconclusive: 4,
  refused: 5,
  'still-draining': 6,
};

/** A command that ends otherwise than done: `outcome` is a key of EXIT. */
export class Ends extends Error {
  constructor(outcome, reason) {
    super(reason);
    this.outcome = outcome;
  }
}
