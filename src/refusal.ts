/** What ends a command and its reader can mend: the message says in one line what to do, so no stack is shown. */
export class Refusal extends Error {}
