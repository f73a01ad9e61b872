import type { Milliseconds } from '#platform/config';

export class DeadlineExceeded extends Error {
  constructor(deadline: Milliseconds) {
    super(`no answer within ${deadline} ms`);
    this.name = 'DeadlineExceeded';
  }
}

/** What `work` gives, or `DeadlineExceeded`; the work itself is not stopped. */
export async function withDeadline<T>(work: Promise<T>, deadline: Milliseconds): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // After a stall of this process timers run before sockets are read: an answer that lies there already must win.
    timer = setTimeout(() => setImmediate(() => reject(new DeadlineExceeded(deadline))), deadline);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
