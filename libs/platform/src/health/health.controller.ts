import { applyDecorators, Controller, Get } from '@nestjs/common';
import {
  HealthCheck,
  type HealthCheckResult,
  HealthCheckService,
  type HealthIndicatorFunction,
  type HealthIndicatorResult,
  TypeOrmHealthIndicator,
} from '@nestjs/terminus';
import { DataSource } from 'typeorm';
import { RedisConnection } from '#platform/cache';
import { Config } from '#platform/config';
import { KeyManagement } from '#platform/crypto';
import { ReadReplicas } from '#platform/database';
import { AnsweredEarly, Documented, Public, Tag } from '#platform/http';
import { RelayHealth } from '#platform/relay';
import { EarlyLiveness } from './early-liveness.js';
import { Readiness } from './readiness.js';

/** Milliseconds. */
const PING_TIMEOUT = 2_000;

/** Terminus' own mark; the half of it that documents is left for when somebody reads the reference. */
const Probe = () =>
  applyDecorators(
    HealthCheck({ noCache: true, swaggerDocumentation: false }),
    Documented(() => [HealthCheck({ noCache: false, swaggerDocumentation: true })]),
  );

@Tag('probes')
@Public()
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: TypeOrmHealthIndicator,
    private readonly connection: DataSource,
    private readonly replicas: ReadReplicas,
    private readonly redis: RedisConnection,
    private readonly keys: KeyManagement,
    private readonly relay: RelayHealth,
    private readonly readiness: Readiness,
    private readonly config: Config,
  ) {}

  @Get()
  @Probe()
  all(): Promise<HealthCheckResult> {
    return this.health.check([
      ...this.dependencies(),
      () => this.readReplicas(),
      () => this.keyManagement(),
      () => this.broker(),
      () => this.wechat(),
    ]);
  }

  /** Whether this process should get traffic: not before it has started, not while it stops, not without its database. */
  @Get('ready')
  @Probe()
  ready(): Promise<HealthCheckResult> {
    return this.health.check(this.dependencies());
  }

  private dependencies(): HealthIndicatorFunction[] {
    return [
      // Told which, Terminus does not load a package to find it.
      () => this.database.pingCheck('database', { connection: this.connection, timeout: PING_TIMEOUT }),
      () => this.cache(),
      () => this.readiness.check('process'),
    ];
  }

  /** Whether this process is alive at all: depends on nothing. */
  @Get('live')
  @Probe()
  @AnsweredEarly(EarlyLiveness)
  live(): Promise<HealthCheckResult> {
    return this.health.check([]);
  }

  /** The shop goes on without Redis, so its absence is told and is no failure. */
  private cache(): HealthIndicatorResult {
    const { state } = this.redis;
    const status = state === 'degraded' ? 'degraded' : 'up';
    return { redis: { status, store: state === 'off' ? 'memory' : 'redis' } } as unknown as HealthIndicatorResult;
  }

  /** Without its replicas the shop reads from the primary, so their absence is told and is no failure. */
  private readReplicas(): HealthIndicatorResult {
    const { configured, inUse } = this.replicas.state;
    if (configured === 0) return {};
    const status = inUse === configured ? 'up' : 'degraded';
    return { replicas: { status, configured, inUse } } as unknown as HealthIndicatorResult;
  }

  /** Without its keys the shop serves what is not personal, so their absence is told and is no failure. */
  private async keyManagement(): Promise<HealthIndicatorResult> {
    const { provider } = this.config.kms;
    const status = await this.keys.currentKeyId().then(
      () => 'up',
      () => 'degraded',
    );
    return { keys: { status, provider } } as unknown as HealthIndicatorResult;
  }

  /** Orders go on without the broker, so its absence is told and is no failure. */
  private async broker(): Promise<HealthIndicatorResult> {
    const state = await this.relay.state();
    return state === null ? {} : { relay: state };
  }

  /** Which WeChat this shop talks to; nothing is asked of it. */
  private wechat(): HealthIndicatorResult {
    const { simulatorUrl } = this.config.wechat;
    return { wechat: { status: 'up', ...(simulatorUrl !== null && { simulator: simulatorUrl }) } };
  }
}
