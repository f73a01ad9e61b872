import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Clock } from '#kernel';
import type { Config } from '#platform/config';
import type { SpanWatcher } from '#platform/tracing';
import { ContextNames } from './context-names.js';
import { RedisWay } from './redis-way.js';
import { Ring } from './ring.js';
import { serveConsole } from './serve-console.js';
import { SkippedClock } from './skipped-clock.js';
import { Traces } from './traces.js';
import { WechatControl } from './wechat-control.js';

/** What a console needs of a shop before the shop is made, and its routes. */
export interface DevelopmentConsole {
  /** The shop's configuration, in which the way to Redis can be frozen. */
  readonly config: Config;
  /** The shop's time, which can be skipped. */
  readonly clock: Clock;
  /** Sees what the shop does. */
  readonly spans: SpanWatcher;
  /** Before the application listens. */
  serve(app: NestFastifyApplication): void;
}

/** What must be there from the start. All else is loaded for the first who opens the console. */
export async function openConsole(config: Config): Promise<DevelopmentConsole> {
  const { simulatorUrl } = config.wechat;
  const wechat = simulatorUrl === null ? null : new WechatControl(simulatorUrl);
  const redis = await RedisWay.to(config.redisUrls);
  // WeChat remembers, when this process was killed.
  const clock = new SkippedClock(wechat ? await wechat.skewMs() : 0);
  const ring = new Ring();
  const names = new ContextNames();
  const traces = new Traces(ring, clock, names);
  return {
    config: redis ? { ...config, redisUrls: [redis.url] } : config,
    clock,
    spans: traces,
    serve: (app) => {
      names.follow(app);
      serveConsole({ app, config, clock, ring, traces, names, wechat, redis: redis?.way ?? null });
    },
  };
}
