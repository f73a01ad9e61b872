/** An error whose reader can fix it: the message says in one line what to do, and no stack is printed. */
export class Refusal extends Error {}
