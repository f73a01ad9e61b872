import { DiscoveryService } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { RedisConnection } from '#platform/cache';
import type { Config } from '#platform/config';
import { Contexts } from '#platform/contexts';
import { Database } from '#platform/database';
import { EventBus, EventLog, OutboxPoller, Reactions } from '#platform/events';
import { PeriodicJob } from '#platform/jobs';
import { Bursts } from './bursts.js';
import type { ContextNames } from './context-names.js';
import { EventDesk } from './event-desk.js';
import { Faults } from './faults.js';
import { Lights } from './lights.js';
import { Notifications } from './notifications.js';
import { OrderRows } from './order-rows.js';
import { OutboxRows } from './outbox-rows.js';
import { FrozenRedis, KilledProcess } from './own-faults.js';
import { Phone } from './phone.js';
import { PromotionRows } from './promotion-rows.js';
import { Published } from './published.js';
import type { RedisWay } from './redis-way.js';
import type { Reason } from './refusals.js';
import type { Ring } from './ring.js';
import type { SkippedClock } from './skipped-clock.js';
import { StockRows } from './stock-rows.js';
import { Subscriptions } from './subscriptions.js';
import { Time } from './time.js';
import { Timelines } from './timelines.js';
import type { Traces } from './traces.js';
import { Watch } from './watch.js';
import type { WechatControl } from './wechat-control.js';
import { WechatFaults } from './wechat-faults.js';

export interface Surroundings {
  readonly app: NestFastifyApplication;
  readonly config: Config;
  readonly clock: SkippedClock;
  readonly ring: Ring;
  readonly traces: Traces;
  readonly names: ContextNames;
  /** Null: this shop talks to another WeChat than the built-in simulator. */
  readonly wechat: WechatControl | null;
  readonly redis: RedisWay | null;
  /** Whether somebody starts this process again when it dies. */
  readonly isSupervised: boolean;
}

/** All that the console shows and does, made for the first who opens it. */
export class Desk {
  readonly outbox: OutboxRows;
  readonly orders: OrderRows;
  readonly timelines: Timelines;
  readonly lights: Lights;
  readonly subscriptions: Subscriptions;
  readonly events: EventDesk;
  readonly faults: Faults;
  readonly bursts: Bursts;
  readonly time: Time;
  readonly phone: Phone;
  readonly watch: Watch;
  private readonly published: Published;
  private readonly stock: StockRows;
  private readonly notifications: Notifications;
  private readonly frozen: FrozenRedis;
  private readonly killed: KilledProcess;
  private readonly wechatFaults: WechatFaults;

  constructor(private readonly around: Surroundings) {
    const { app, config, clock, ring, traces, names, wechat, redis, isSupervised } = around;
    const of = <T>(token: abstract new (...args: never[]) => T): T => app.get<T>(token, { strict: false });
    const database = of(Database);
    this.published = new Published(of(Reactions), of(Contexts), names);
    this.outbox = new OutboxRows(database, this.published);
    this.stock = new StockRows(database);
    this.orders = new OrderRows(database);
    this.notifications = new Notifications(wechat, database, clock);
    const { outbox, orders, stock, notifications } = this;
    this.timelines = new Timelines(
      database,
      orders,
      outbox,
      stock,
      new PromotionRows(database),
      notifications,
      traces,
      names,
    );
    this.lights = new Lights(database, clock, wechat);
    this.subscriptions = new Subscriptions(database, this.published, names);
    this.events = new EventDesk(of(EventLog), of(OutboxPoller), outbox);
    this.frozen = new FrozenRedis(redis, config.redisUrls.length > 0, clock);
    this.killed = new KilledProcess(of(EventBus), isSupervised, clock);
    this.wechatFaults = new WechatFaults(wechat, clock);
    this.faults = new Faults([this.wechatFaults, this.frozen, this.killed], ring, clock);
    const url = () => addressOf(app);
    this.bursts = new Bursts({ auth: config.auth, url }, wechat, stock, this.lights, clock, ring);
    const jobs = () =>
      of(DiscoveryService)
        .getProviders()
        .flatMap(({ instance }) => ((instance as unknown) instanceof PeriodicJob ? [instance as PeriodicJob] : []));
    this.time = new Time(clock, wechat, database, notifications, config.order, jobs, ring);
    this.phone = new Phone(wechat, database);
    const { faults, lights } = this;
    this.watch = new Watch({ database, clock, ring, names, outbox, stock, notifications, faults, lights });
    traces.onEnded = () => this.watch.soon();
  }

  async state() {
    const { app, config, clock, ring } = this.around;
    // Before anything is read: what changes meanwhile is told by the feed.
    await this.watch.begin();
    const lastEventId = ring.lastId;
    const [waiting, dead, newest] = await Promise.all([
      this.outbox.newest({ limit: 100, status: 'pending' }),
      this.outbox.newest({ limit: 100, status: 'dead' }),
      this.outbox.newest({ limit: 50 }),
    ]);
    const outbox = new Map([...waiting, ...dead, ...newest].map((event) => [event.id, event]));
    return {
      run: ring.run,
      now: clock.now().toISOString(),
      aheadMs: clock.aheadMs,
      lastEventId,
      stores: {
        database: config.database.primary.kind,
        redis: app.get(RedisConnection, { strict: false }).state,
      },
      map: this.published.map,
      events: this.published.events,
      stock: await this.stock.levels(50),
      outbox: [...outbox.values()].toSorted((one, other) => (one.id < other.id ? 1 : -1)),
      notifications: (await this.notifications.last(50)).toReversed(),
      orders: await this.orders.newest(20),
      faults: await this.faults.list(),
      burst: this.bursts.last,
      can: {
        wechat: can(this.wechatFaults.reason),
        redis: can(this.frozen.reason),
        time: can(this.time.reason),
        kill: can(this.killed.reason),
        burst: can(this.bursts.reason),
      },
      staff: staffOf(config),
    };
  }
}

function can(reason: Reason | null) {
  return { available: reason === null, reason };
}

/** The password is the one that stands in the README, or nobody's business. */
function staffOf({ auth: { staffBootstrap } }: Config) {
  if (!staffBootstrap) return null;
  const { username, password } = staffBootstrap;
  return { username, password: password === 'jishi-demo-owner' ? password : null };
}

/** Where this very process listens. */
function addressOf(app: NestFastifyApplication): string {
  const { address, family, port } = app.getHttpServer().address() as AddressInfo;
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`;
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`;
}
