import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { PeriodicJob } from '#platform/jobs';
import { Contexts } from './contexts.js';

/** Jobs of a context run where the context is: those of the others are told so before any of them starts. */
@Injectable()
export class JobsElsewhere implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly contexts: Contexts,
  ) {}

  onModuleInit(): void {
    for (const { instance, host } of this.discovery.getProviders()) {
      const job: unknown = instance;
      if (job instanceof PeriodicJob && !this.contexts.isHere(this.contexts.of(host?.metatype))) job.rest();
    }
  }
}
