import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { tracing } from '#platform/tracing';
import { Contexts } from './contexts.js';

interface UseCase {
  execute: (...args: unknown[]) => unknown;
}

/** Where there are traces, each use case of a context is a part of them by its name: whatever has an `execute`. */
@Injectable()
export class TracedUseCases implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly contexts: Contexts,
  ) {}

  onModuleInit(): void {
    if (!tracing) return;
    for (const { metatype, instance, host } of this.discovery.getProviders()) {
      if (typeof metatype !== 'function' || this.contexts.of(host?.metatype) === null) continue;
      if (isUseCase(instance)) traceUseCase(instance, metatype.name);
    }
  }
}

function isUseCase(instance: unknown): instance is UseCase {
  return typeof instance === 'object' && instance !== null && 'execute' in instance;
}

export function traceUseCase(useCase: UseCase, name: string): void {
  const execute = useCase.execute.bind(useCase);
  useCase.execute = (...args) =>
    tracing
      ? tracing.part(
          () => ({ name }),
          () => execute(...args),
        )
      : execute(...args);
}
