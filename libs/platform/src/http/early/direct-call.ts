import { validateHeaderValue } from 'node:http';
import type { Type } from '@nestjs/common';
import {
  EXCEPTION_FILTERS_METADATA,
  GUARDS_METADATA,
  HEADERS_METADATA,
  HTTP_CODE_METADATA,
  INTERCEPTORS_METADATA,
  PIPES_METADATA,
  REDIRECT_METADATA,
} from '@nestjs/common/constants.js';
import { type Activity, within } from '#platform/activity';
import type { KnownShoppers } from '../access/known-shoppers.js';
import { SAME_ORIGIN } from '../access/same-origin-guard.js';
import { API_PREFIX } from '../answers/enveloped-bytes.js';
import { parseJson } from '../bodies/parse-json.js';
import type { LoadGate } from '../load/load-gate.js';
import type { RequestLimits } from '../load/request-limits.js';
import { type Quota, quotaHeaders } from '../load/too-many-requests.js';
import { HandlerParameters } from '../requests/handler-parameters.js';
import { failure, type Fields, type Outcome, setAll, success } from './raw-outcome.js';
import type { RawRequest } from './raw-request.js';

/** All that a handler which is called directly may do to its answer, besides giving its data. */
export interface AnswerHeaders {
  header(name: string, value: string): unknown;
}

export interface CalledRoute {
  readonly method: 'GET' | 'POST';
  /** Its template. */
  readonly url: string;
  readonly controller: Type;
  readonly handler: (...args: never[]) => unknown;
  readonly isPublic: boolean;
}

/** What calls need of the shop. */
export interface CallContext {
  readonly instance: object;
  readonly shoppers: KnownShoppers;
  /** Null: nothing is counted. */
  readonly limits: RequestLimits | null;
  readonly gate: LoadGate;
  readonly activityOf: (request: RawRequest, route: string) => Activity;
}

/** The request is for the route, which is to refuse it. */
export interface Passed {
  readonly passed: readonly Quota[];
}

const UNSUPPORTED_METADATA = [
  GUARDS_METADATA,
  INTERCEPTORS_METADATA,
  PIPES_METADATA,
  EXCEPTION_FILTERS_METADATA,
  HEADERS_METADATA,
  REDIRECT_METADATA,
  SAME_ORIGIN,
];

/** What a handler has of its reply. */
class Reply implements AnswerHeaders {
  readonly fields: Fields = new Map();

  header(name: string, value?: unknown): this {
    validateHeaderValue(name, String(value));
    this.fields.set(name.toLowerCase(), String(value));
    return this;
  }
}

/** Calls a controller's handler for a request that nothing has to be found out about first. */
export class DirectCall {
  private readonly parameters: HandlerParameters;
  private readonly status: number;

  constructor(
    private readonly route: CalledRoute,
    private readonly context: CallContext,
  ) {
    const { controller, handler, method, url } = route;
    const marked = UNSUPPORTED_METADATA.find((mark) =>
      [handler, controller].some((place) => Reflect.hasMetadata(mark, place)),
    );
    if (marked !== undefined) throw new Error(`${url} has ${marked}, which a direct call would ignore`);
    if (!url.startsWith(`/${API_PREFIX}/`)) throw new Error(`${url} is not one of the API's`);
    this.parameters = new HandlerParameters(controller, handler);
    const status = Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined;
    this.status = status ?? (method === 'POST' ? 201 : 200);
  }

  /** Null: the request is for the route, unchanged. */
  answer(request: RawRequest, bytes: Buffer | null): Promise<Outcome | Passed> | null {
    const { shoppers, gate } = this.context;
    // Overloaded: the request is left to its route, which asks the gate again, counts it and refuses it.
    if (!gate.isOpen) return null;
    request.user = (this.route.isPublic ? null : shoppers.peek(request)) ?? undefined;
    if (!request.user && !this.route.isPublic) return null;
    if (bytes && !readBody(request, bytes)) return null;
    const reply = new Reply();
    const args = this.parameters.of(request, reply);
    return args && gate.admits(() => 'ordinary') ? gate.during(this.perform(request, reply, args)) : null;
  }

  private async perform(request: RawRequest, { fields }: Reply, args: unknown[]): Promise<Outcome | Passed> {
    try {
      const { limits } = this.context;
      const quotas = (await limits?.countEarly(request, request.user ?? null, this.route.handler)) ?? [];
      if (quotas.some(({ exceeded }) => exceeded)) return { passed: quotas };
      setAll(fields, quotaHeaders(quotas));
      const data = await this.call(request, args);
      return success(request, this.status, fields, data);
    } catch (error) {
      return failure(request, fields, error);
    }
  }

  private async call(request: RawRequest, args: unknown[]): Promise<unknown> {
    const { instance, activityOf } = this.context;
    const activity = activityOf(request, this.route.url);
    try {
      return await within(activity, () => this.route.handler.apply(instance, args as never[]));
    } finally {
      activity.end();
    }
  }
}

/** Whether there is JSON in it. */
function readBody(request: RawRequest, bytes: Buffer): boolean {
  try {
    request.body = parseJson(bytes.toString());
    return true;
  } catch {
    return false;
  }
}
