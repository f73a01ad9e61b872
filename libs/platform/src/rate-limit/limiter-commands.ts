import type { RedisConnection } from '#platform/cache';

type Reply = Promise<unknown>;

/**
 * The commands rate-limiter-flexible uses, each with a deadline and behind the breaker, on whichever client there is by
 * then. Each touches one key, as a Redis Cluster asks for.
 */
export function limiterCommands(redis: RedisConnection) {
  return {
    eval: (script: string, options: { keys: string[]; arguments: string[] }): Reply =>
      redis.run((client) => client.eval(script, options), 'EVAL'),
    del: (key: string): Reply => redis.run((client) => client.del(key), 'DEL'),
    multi: () => new Transaction(redis),
  };
}

/** What a client and a cluster client queue in the same way; their own types have nothing in common. */
interface Queued {
  set(key: string, value: number, options: { EX: number }): unknown;
  pTTL(key: string): unknown;
  exec(): Reply;
}

/** Commands that are gathered first and sent together, to the client of that moment. */
class Transaction {
  private readonly steps: ((queued: Queued) => void)[] = [];

  constructor(private readonly redis: RedisConnection) {}

  set(key: string, value: number, options: { EX: number }): this {
    this.steps.push((queued) => queued.set(key, value, options));
    return this;
  }

  pTTL(key: string): this {
    this.steps.push((queued) => queued.pTTL(key));
    return this;
  }

  exec(): Reply {
    return this.redis.run((client) => {
      const queued = client.multi() as Queued;
      for (const step of this.steps) step(queued);
      return queued.exec();
    }, 'MULTI');
  }
}
