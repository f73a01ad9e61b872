import type { z } from 'zod';
import { InvalidRequest } from '#platform/http';
import type { Desk } from './desk.js';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/console/`. */
  readonly path: string;
  /** Of success. */
  readonly status: 200 | 201;
  readonly answer: (desk: Desk, asked: Asked) => Promise<unknown>;
}

export interface Asked {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

interface Shapes<P, Q, B> {
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodType<Q>;
  readonly body?: z.ZodType<B>;
}

/** What is undefined where a part has no shape. */
interface Checked<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
}

/** A route whose parts are checked before it answers; a part without a shape is of none. */
export function route<P = undefined, Q = undefined, B = undefined>(
  call: `${Route['method']} ${string}`,
  shapes: Shapes<P, Q, B>,
  answer: (desk: Desk, asked: Checked<P, Q, B>) => Promise<unknown>,
  status: Route['status'] = 200,
): Route {
  const [method, path] = call.split(' ') as [Route['method'], string];
  return {
    method,
    path,
    status,
    answer: async (desk, asked) =>
      answer(desk, {
        params: checked(shapes.params, asked.params) as P,
        query: checked(shapes.query, asked.query) as Q,
        body: checked(shapes.body, asked.body ?? {}) as B,
      }),
  };
}

/** @throws InvalidRequest that says everything that is wrong */
function checked<T>(shape: z.ZodType<T> | undefined, value: unknown): T | undefined {
  if (!shape) return undefined;
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new InvalidRequest(errors.slice(0, 50));
}
