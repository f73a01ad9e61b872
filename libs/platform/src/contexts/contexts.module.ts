import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import type { Config } from '#platform/config';
import { byName, type ContextModule, Contexts } from './contexts.js';
import { JobsElsewhere } from './jobs-elsewhere.js';
import { OwnRoutes } from './own-routes.js';
import { TracedUseCases } from './traced-use-cases.js';

@Module({})
export class ContextsModule {
  /** @throws ConfigurationError when the division of the shop names what is no context */
  static forRoot(contexts: readonly ContextModule[], division: Config['contexts']): DynamicModule {
    return {
      module: ContextsModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: Contexts, useValue: new Contexts(byName(contexts), division) },
        JobsElsewhere,
        TracedUseCases,
        { provide: APP_GUARD, useClass: OwnRoutes },
      ],
      exports: [Contexts],
    };
  }
}
