import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { Config } from '#platform/config';
import { byName, type ContextModule, Contexts } from './contexts.js';
import { JobsElsewhere } from './jobs-elsewhere.js';
import { OwnRoutes } from './own-routes.js';

@Module({})
export class ContextsModule {
  static forRoot(contexts: readonly ContextModule[]): DynamicModule {
    const modules = byName(contexts);
    return {
      module: ContextsModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: Contexts, inject: [Config], useFactory: (config: Config) => new Contexts(modules, config.contexts) },
        JobsElsewhere,
        { provide: APP_GUARD, useClass: OwnRoutes },
      ],
      exports: [Contexts],
    };
  }
}
