import { AsyncLocalStorage } from 'node:async_hooks';
import { type Actor, SYSTEM } from './actor.js';

/** One request, one run of a job or one reaction to an event: what is being done, and for whom. */
export class Activity {
  private readonly endings: (() => void)[] = [];
  private over = false;
  /** Whether the actor has just changed something and is to see it: what may be older is not read for them. */
  seesOwnWrites = false;

  /**
   * @param purpose what is being done: `GET /api/v1/orders/:id`, `SellStockOnOrderPaid`
   * @param actorOf asked late: a request's user is known only once a guard has let it in
   * @param traceIdOf of the trace it says it is part of, if it does
   */
  constructor(
    readonly purpose: string,
    private readonly actorOf: () => Actor = () => SYSTEM,
    private readonly traceIdOf: () => string | undefined = () => undefined,
  ) {}

  get actor(): Actor {
    return this.actorOf();
  }

  get traceId(): string | undefined {
    return this.traceIdOf();
  }

  /** Calls `ending` when the activity is over, which it may be already; the actor is known by then. */
  whenOver(ending: () => void): void {
    if (this.over) ending();
    else this.endings.push(ending);
  }

  end(): void {
    this.over = true;
    for (const ending of this.endings.splice(0)) ending();
  }
}

const current = new AsyncLocalStorage<Activity>();

/** The activity the caller belongs to, if any. */
export function currentActivity(): Activity | undefined {
  return current.getStore();
}

/** Runs `work` as part of this activity, whose end is somebody else's to tell. */
export function within<T>(activity: Activity, work: () => T): T {
  return current.run(activity, work);
}

/** Runs `work` of the system's own as an activity of its own. */
export async function asActivity<T>(purpose: string, work: () => Promise<T>): Promise<T> {
  const activity = new Activity(purpose);
  try {
    return await within(activity, work);
  } finally {
    activity.end();
  }
}
