import type { ExecutionContext, Type } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';

type Handler = ReturnType<ExecutionContext['getHandler']>;

/**
 * What a decorator says of a route, at its handler or else at its controller. It is looked up once for each route: guards ask
 * for every request, and a look through the metadata costs more than all else they do.
 */
export class RouteMark<T> {
  private readonly known = new WeakMap<Handler, WeakMap<Type, { readonly mark: T | undefined }>>();

  constructor(
    private readonly reflector: Reflector,
    private readonly key: string,
  ) {}

  of(context: ExecutionContext): T | undefined {
    const [handler, controller] = [context.getHandler(), context.getClass()];
    // A handler that is inherited is one function in several controllers.
    let ofHandler = this.known.get(handler);
    if (!ofHandler) this.known.set(handler, (ofHandler = new WeakMap()));
    let found = ofHandler.get(controller);
    if (!found) {
      found = { mark: this.reflector.getAllAndOverride<T | undefined>(this.key, [handler, controller]) };
      ofHandler.set(controller, found);
    }
    return found.mark;
  }
}
