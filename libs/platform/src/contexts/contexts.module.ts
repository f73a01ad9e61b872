import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { Config } from '#platform/config';
import { type ContextModules, Contexts } from './contexts.js';
import { JobsElsewhere } from './jobs-elsewhere.js';
import { OwnRoutes } from './own-routes.js';

@Module({})
export class ContextsModule {
  static forRoot(modules: ContextModules): DynamicModule {
    return {
      module: ContextsModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: Contexts, inject: [Config], useFactory: ({ contexts }: Config) => new Contexts(modules, contexts) },
        JobsElsewhere,
        { provide: APP_GUARD, useClass: OwnRoutes },
      ],
      exports: [Contexts],
    };
  }
}
