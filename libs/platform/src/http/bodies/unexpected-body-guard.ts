import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { takesAny } from '../requests/handler-parameters.js';
import { body, invalidRequest } from './validation.js';

const TAKERS = new Set([RouteParamtypes.BODY, RouteParamtypes.RAW_BODY, RouteParamtypes.REQUEST]);
const nothing = body({}).nullish();

type Handler = ReturnType<ExecutionContext['getHandler']>;

/** Fields are refused as unknown where a handler takes no body at all, too: schemas look only at bodies that are taken. */
@Injectable()
export class UnexpectedBodyGuard implements CanActivate {
  private readonly takers = new WeakMap<Handler, boolean>();

  /** @throws InvalidRequest */
  canActivate(context: ExecutionContext): boolean {
    const { body: sent } = context.switchToHttp().getRequest<FastifyRequest>();
    if (sent === undefined || this.isTaken(context)) return true;
    const { error } = nothing.safeParse(sent);
    if (error) throw invalidRequest(error.issues);
    return true;
  }

  /** A handler that takes the request looks at the body by itself. */
  private isTaken(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    const known = this.takers.get(handler);
    if (known !== undefined) return known;
    const isTaken = takesAny(context.getClass(), handler, TAKERS);
    this.takers.set(handler, isTaken);
    return isTaken;
  }
}
