import { Global, Module } from '@nestjs/common';
import { Idempotency } from './idempotency.js';
import { IdempotencyKeyPurge } from './purge.js';

@Global()
@Module({ providers: [Idempotency, IdempotencyKeyPurge], exports: [Idempotency] })
export class IdempotencyModule {}
