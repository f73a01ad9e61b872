import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Milliseconds } from '#platform/config';
import { metrics } from '#platform/observability';
import { tracing } from '#platform/tracing';
import { CircuitBreaker, CircuitOpen, withDeadline } from '#platform/resilience';
import type * as Clients from './redis-client.js';
import type { RedisClient } from './redis-client.js';

const CHECK_INTERVAL: Milliseconds = 1_000;
/** Longer than connectTimeout and than any pause between reconnects, so a client that lives shows it earlier. */
const LONGEST_SILENCE: Milliseconds = 3_000;

const up = metrics.gauge({
  name: 'redis_up',
  help: 'Whether Redis answers (1) or the shop goes on without it (0); absent without REDIS_URL; of several processes the worst',
  aggregator: 'min',
});

export class NoRedis extends Error {
  constructor() {
    super('no Redis is configured, or the application is shutting down');
    this.name = 'NoRedis';
  }
}

/**
 * The process's connection to Redis. Start-up does not wait for it, and while Redis is dead or frozen its callers
 * fail within milliseconds. It comes back by itself: the client reconnects when its socket breaks, and is replaced
 * when a socket stays silent (node-redis would wait for ever), so never keep the client that `run` hands out.
 */
export class RedisConnection implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Redis');
  private readonly breaker = new CircuitBreaker(3, 1_000);
  /** Loaded where there is a Redis. */
  private clients!: typeof Clients;
  private client: RedisClient | null = null;
  private answers: boolean | undefined;
  private lastSign = 0;
  private checks: NodeJS.Timeout | undefined;

  /**
   * @param urls none: no Redis; several: the nodes of a Redis Cluster
   * @param deadline of a command
   */
  constructor(
    private readonly urls: readonly string[],
    private readonly deadline: Milliseconds = 100,
  ) {}

  /** `off`: none is configured. `degraded`: it does not answer (yet, or any more). */
  get state(): 'off' | 'up' | 'degraded' {
    if (this.urls.length === 0) return 'off';
    return this.answers ? 'up' : 'degraded';
  }

  async onModuleInit(): Promise<void> {
    if (this.urls.length === 0) return;
    this.clients = await import('./redis-client.js');
    up.readBy(() => (this.answers ? 1 : 0));
    this.open();
    this.checks = setInterval(() => void this.check(), CHECK_INTERVAL).unref();
  }

  /** Waits at most one deadline for what was sent before; Redis answers in order, so a ping tells. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.checks);
    await this.ping();
    this.discard();
  }

  /** Whether Redis answered within its deadline. Never rejects. */
  ping(): Promise<boolean> {
    const answered = this.run((client) => client.exists('jishi:ping'), 'EXISTS');
    return answered.then(
      () => true,
      () => false,
    );
  }

  /**
   * Runs a command with a deadline, and not at all (for up to 1 s) after three failures in a row.
   * A command that missed its deadline may still be carried out later, but before any command sent after it.
   *
   * @param name by which it is told of in traces
   * @throws NoRedis, CircuitOpen, DeadlineExceeded, or the error of the client or of Redis.
   */
  run<T>(command: (client: RedisClient) => Promise<T>, name = 'command'): Promise<T> {
    if (!tracing) return this.send(command);
    const facts = { 'db.system.name': 'redis', 'db.operation.name': name };
    return tracing.part(
      () => ({ name, kind: 'client', facts }),
      () => this.send(command),
    );
  }

  private async send<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    const client = this.client;
    if (!client) throw new NoRedis();
    try {
      const answer = await this.breaker.run(() => withDeadline(command(client), this.deadline));
      if (client === this.client) this.becomeUp();
      return answer;
    } catch (error) {
      if (this.breaker.isOpen && !(error instanceof CircuitOpen)) this.becomeDegraded(error);
      throw error;
    }
  }

  private open(): void {
    const { createRedisClient, isCluster } = this.clients;
    const client = createRedisClient(this.urls);
    const comeBack = () => {
      if (client !== this.client) return;
      this.breaker.close();
      void this.ping();
    };
    this.client = client;
    this.lastSign = performance.now();
    const fail = (error: unknown) => {
      if (client === this.client) this.becomeDegraded(error);
    };
    client.on('error', fail);
    client.on('ready', comeBack);
    // A cluster's silence ends with an answer only: its nodes may reconnect for ever to addresses it has left.
    if (!isCluster(client)) {
      for (const event of ['connect', 'error', 'reconnecting']) client.on(event, () => this.sign(client));
    }
    client.connect().then(comeBack, fail);
  }

  private async check(): Promise<void> {
    if ((await this.ping()) || !this.client || performance.now() - this.lastSign < LONGEST_SILENCE) return;
    this.discard();
    this.open();
  }

  private discard(): void {
    const client = this.client;
    this.client = null;
    if (!client) return;
    // node-redis cannot abandon a TCP connect that is under way: what comes of it must at least not keep the process alive.
    if (!this.clients.isCluster(client)) client.on('connect', () => client.unref());
    try {
      client.destroy();
    } catch {
      // It had given up by itself.
    }
  }

  private sign(client: RedisClient): void {
    if (client === this.client) this.lastSign = performance.now();
  }

  private becomeUp(): void {
    this.lastSign = performance.now();
    if (this.answers) return;
    this.answers = true;
    this.logger.log(`${this.hosts} answers`);
  }

  private becomeDegraded(reason: unknown): void {
    if (this.answers === false) return;
    this.answers = false;
    this.logger.warn(`${this.hosts} does not answer, going on without it: ${describe(reason)}`);
  }

  /** Without user and password. */
  private get hosts(): string {
    return this.urls.map((url) => new URL(url).host).join(', ');
  }
}

/** Node's error for a host with several addresses has a code and no message. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
