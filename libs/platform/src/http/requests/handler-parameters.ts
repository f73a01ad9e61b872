import { type ExecutionContext, type Type } from '@nestjs/common';
import {
  CUSTOM_ROUTE_ARGS_METADATA,
  RESPONSE_PASSTHROUGH_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { z } from 'zod';

type Handler = (...args: never[]) => unknown;
type NamedFunction = { readonly name: string };

/** As Nest's decorators of parameters leave it. */
interface Written {
  readonly index: number;
  readonly data?: unknown;
  readonly schema?: z.ZodType;
  readonly pipes?: readonly unknown[];
  readonly factory?: (data: unknown, context: ExecutionContext) => unknown;
}

interface Asking {
  readonly body: unknown;
  readonly query: unknown;
}

type Take = (request: Asking, reply: object, context: ExecutionContext) => unknown;

/**
 * What a controller's handler is called with, by its own decorators: `@Body({ schema })`, `@Query({ schema })`,
 * `@Res({ passthrough: true })` and those made by createParamDecorator.
 */
export class HandlerParameters {
  private readonly takes: readonly Take[];

  /** @throws Error for a handler that takes anything else */
  constructor(
    private readonly controller: Type,
    private readonly handler: Handler,
  ) {
    const takes: Take[] = Array.from({ length: handler.length });
    for (const [key, one] of writtenAt(controller, handler)) takes[one.index] = this.takeOf(key, one);
    if (takes.some((take) => !(take instanceof Function))) throw this.unknown('a parameter without a decorator');
    this.takes = takes;
  }

  /** Null: the request is not as the handler wants it. */
  of(request: Asking, reply: object): unknown[] | null {
    const context = new ExecutionContextHost([request, reply], this.controller, this.handler);
    try {
      return this.takes.map((take) => take(request, reply, context));
    } catch {
      return null;
    }
  }

  private takeOf(key: string, { data, schema, pipes = [], factory }: Written): Take {
    if (pipes.length > 0) throw this.unknown('pipes');
    if (factory && key.includes(CUSTOM_ROUTE_ARGS_METADATA))
      return (_request, _reply, context) => factory(data, context);
    const type = typeOf(key);
    if (type === RouteParamtypes.RESPONSE && this.isPassedThrough()) return (_request, reply) => reply;
    if (data !== undefined || !schema) throw this.unknown('a part of a request, or one without a schema');
    if (type === RouteParamtypes.BODY) return ({ body }) => checked(schema, body);
    if (type === RouteParamtypes.QUERY) return ({ query }) => checked(schema, query);
    throw this.unknown(RouteParamtypes[type]);
  }

  /** Otherwise its handler sends the answer by itself. */
  private isPassedThrough(): boolean {
    return Reflect.getMetadata(RESPONSE_PASSTHROUGH_METADATA, this.controller, this.handler.name) === true;
  }

  private unknown(what: string): Error {
    return new Error(`${this.controller.name}.${this.handler.name} takes ${what}: it cannot be called directly`);
  }
}

/** Whether a handler takes this part of a request, by its decorators. */
export function takesAny(controller: Type, handler: NamedFunction, types: ReadonlySet<RouteParamtypes>): boolean {
  return writtenAt(controller, handler).some(([key]) => types.has(typeOf(key)));
}

function writtenAt(controller: Type, { name }: NamedFunction): (readonly [string, Written])[] {
  return Object.entries((Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<string, Written>);
}

/** NaN for those made by createParamDecorator. */
function typeOf(key: string): RouteParamtypes {
  return Number(key.split(':')[0]);
}

function checked(schema: z.ZodType, value: unknown): unknown {
  const result = schema['~standard'].validate(value);
  if (result instanceof Promise || result.issues) throw new TypeError('Not by its schema');
  return result.value;
}
