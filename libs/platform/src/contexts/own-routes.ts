import { type CanActivate, type ExecutionContext, Injectable, Logger, NotFoundException } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Contexts } from './contexts.js';

/** A process that is for one context answers its routes and those of no context; the main process answers all. */
@Injectable()
export class OwnRoutes implements CanActivate {
  private readonly log = new Logger(OwnRoutes.name);
  private foreign: ReadonlySet<unknown> | null = null;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly contexts: Contexts,
  ) {}

  canActivate(request: ExecutionContext): boolean {
    const { own } = this.contexts;
    if (own === null) return true;
    this.foreign ??= this.controllersOfOthers(own);
    const controller = request.getClass();
    if (!this.foreign.has(controller)) return true;
    this.log.warn({ controller: controller.name }, `A request came here that is not for ${own}: see to the proxy`);
    throw new NotFoundException();
  }

  private controllersOfOthers(own: string): ReadonlySet<unknown> {
    const others = this.discovery.getControllers().filter(({ host }) => {
      const context = this.contexts.of(host?.metatype);
      return context !== null && context !== own;
    });
    return new Set(others.map(({ metatype }) => metatype));
  }
}
