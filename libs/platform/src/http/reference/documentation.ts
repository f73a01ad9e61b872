import { applyDecorators, HttpCode } from '@nestjs/common';
import { z } from 'zod';
import { enveloped } from '../answers/envelope.js';
import { REFUSALS } from './documented-refusals.js';
import { Documented } from './documented.js';

interface Answer {
  /** HTTP status of success; 200 unless said. */
  readonly status?: 200 | 201 | 204;
  /** Shape of `data`; without one `data` is null. */
  readonly data?: z.ZodType;
  /** Business codes this call may answer with. */
  readonly refusals?: readonly number[];
}

const header = (description: string) => ({ description, schema: { type: 'integer' as const } });
const QUOTA_HEADERS = {
  'Retry-After': header('Seconds to wait'),
  'RateLimit-Limit': header('Requests a client may send in a window'),
  'RateLimit-Remaining': header('Requests left in this window'),
  'RateLimit-Reset': header('Seconds until the window ends'),
};

/** Says in the API reference what a route does and answers; sets the status of success. */
export function Answers(
  summary: string,
  { status = 200, data = z.null(), refusals = [] }: Answer = {},
): MethodDecorator {
  return applyDecorators(
    HttpCode(status),
    operation(summary, refusals),
    Documented(({ ApiResponse }) => [
      ApiResponse({ status, description: 'Success', standardSchema: enveloped(data) as never }),
      ApiResponse({
        status: 429,
        description: 'Too many requests: wait for Retry-After seconds',
        headers: QUOTA_HEADERS,
      }),
    ]),
  );
}

/** Success is the image itself, refusals are in the envelope. */
export function AnswersImage(summary: string, { refusals = [] }: Pick<Answer, 'refusals'>): MethodDecorator {
  return AnswersFile(summary, ['image/png', 'image/jpeg'], { refusals });
}

/** Success is a file of one of these types, refusals are in the envelope. */
export function AnswersFile(
  summary: string,
  types: readonly string[],
  { refusals = [] }: Pick<Answer, 'refusals'>,
): MethodDecorator {
  const schema = { type: 'string', format: 'binary' };
  const content = Object.fromEntries(types.map((type) => [type, { schema }]));
  return applyDecorators(
    operation(summary, refusals),
    Documented(({ ApiResponse }) => [ApiResponse({ status: 200, description: 'Success', content })]),
  );
}

/** The answer has an `ETag`: who names it in `If-None-Match` is told that nothing changed. */
export const Tagged = () =>
  Documented(({ ApiResponse }) => [
    ApiResponse({
      status: 304,
      description: 'Not changed: `If-None-Match` names what it is now',
      headers: { ETag: { description: 'What it is now', schema: { type: 'string' } } },
    }),
  ]);

function operation(summary: string, refusals: readonly number[]): MethodDecorator {
  return Documented(({ ApiOperation, ApiExtension }) => [ApiOperation({ summary }), ApiExtension(REFUSALS, refusals)]);
}

export const Tag = (name: string) => Documented(({ ApiTags }) => [ApiTags(name)]);
