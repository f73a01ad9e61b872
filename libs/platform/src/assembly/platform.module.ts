import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule, auditSchema } from '#platform/audit';
import { CacheModule } from '#platform/cache';
import { type Config, ConfigModule } from '#platform/config';
import { CryptoModule, cryptoSchema } from '#platform/crypto';
import { type ContextSchema, DatabaseModule } from '#platform/database';
import { EventsModule, eventsSchema } from '#platform/events';
import { HealthModule } from '#platform/health';
import { HttpModule } from '#platform/http';
import { IdempotencyModule, idempotencySchema } from '#platform/idempotency';
import { PrivacyModule } from '#platform/privacy';
import { RevocationModule, revocationSchema } from '#platform/revocation';
import { RateLimitModule } from '#platform/rate-limit';

/** Tables of the platform itself; they come before those of the contexts. */
export const platformSchemas: readonly ContextSchema[] = [
  eventsSchema,
  idempotencySchema,
  cryptoSchema,
  auditSchema,
  revocationSchema,
];

/** Everything a context may count on. */
@Module({})
export class PlatformModule {
  static forRoot(config: Config, contexts: readonly ContextSchema[]): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot(config.database, [...platformSchemas, ...contexts]),
        CacheModule.forRoot(config),
        CryptoModule,
        PrivacyModule,
        RevocationModule,
        IdempotencyModule,
        AuditModule,
        EventsModule,
        RateLimitModule.forRoot(config),
        HttpModule,
        HealthModule,
      ],
    };
  }
}
