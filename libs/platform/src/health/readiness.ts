import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';

/** Turned off first thing at shutdown, so that a load balancer looks elsewhere while requests in flight finish. */
@Injectable()
export class Readiness {
  private stopping = false;

  constructor(private readonly indicators: HealthIndicatorService) {}

  stop(): void {
    this.stopping = true;
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  check(key: string): HealthIndicatorResult {
    const indicator = this.indicators.check(key);
    return this.stopping ? indicator.down({ reason: 'stopping' }) : indicator.up();
  }
}
