import { type DynamicModule, Module } from '@nestjs/common';
import type { Clock } from '#kernel';
import { AuditModule, auditSchema } from '#platform/audit';
import { CacheModule } from '#platform/cache';
import type { Config } from '#platform/config';
import { ConfigModule } from '#platform/config-module';
import { type ContextModule, ContextsModule } from '#platform/contexts';
import { CryptoModule, cryptoSchema } from '#platform/crypto';
import { type ContextSchema, DatabaseModule, replicaSchema } from '#platform/database';
import { EventsModule, eventsSchema } from '#platform/events';
import { HealthModule } from '#platform/health';
import { HttpModule } from '#platform/http';
import { IdempotencyModule, idempotencySchema } from '#platform/idempotency';
import { PrivacyModule } from '#platform/privacy';
import { RevocationModule, revocationSchema } from '#platform/revocation';
import { RateLimitModule } from '#platform/rate-limit';
import { RelayModule } from '#platform/relay';

/** Tables of the platform itself; they come before those of the contexts. */
export const platformSchemas: readonly ContextSchema[] = [
  eventsSchema,
  idempotencySchema,
  cryptoSchema,
  auditSchema,
  revocationSchema,
  replicaSchema,
];

/** Everything a context may count on. */
@Module({})
export class PlatformModule {
  /** @param clock the system's unless given */
  static forRoot(
    config: Config,
    schemas: readonly ContextSchema[],
    contexts: readonly ContextModule[],
    clock?: Clock,
  ): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        ConfigModule.forRoot(config, clock),
        ContextsModule.forRoot(contexts, config.contexts),
        DatabaseModule.forRoot(config.database, [...platformSchemas, ...schemas]),
        CacheModule.forRoot(config),
        CryptoModule,
        PrivacyModule,
        RevocationModule,
        IdempotencyModule,
        AuditModule,
        EventsModule,
        RelayModule,
        RateLimitModule.forRoot(config),
        HttpModule,
        HealthModule,
      ],
    };
  }
}
