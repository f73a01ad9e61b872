import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { enveloped } from './envelope.js';

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
  const description = refusals.length > 0 ? `Business codes: ${refusals.join(', ')}.` : undefined;
  return applyDecorators(
    HttpCode(status),
    ApiOperation({ summary, ...(description !== undefined && { description }) }),
    ApiResponse({ status, description: 'Success', standardSchema: enveloped(data) as never }),
    ApiResponse({
      status: 429,
      description: 'Too many requests: wait for Retry-After seconds',
      headers: QUOTA_HEADERS,
    }),
  );
}

export const Tag = (name: string) => ApiTags(name);
