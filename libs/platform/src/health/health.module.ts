import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { EarlyLiveness } from './early-liveness.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

@Module({
  imports: [TerminusModule],
  controllers: [HealthController],
  providers: [Readiness, EarlyLiveness],
  exports: [Readiness],
})
export class HealthModule {}
