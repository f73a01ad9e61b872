import type { ExecutionContext } from '@nestjs/common';

/** Counts requests once it is known who sends them. Where none is provided nothing is counted. */
export abstract class RequestLimits {
  /** @throws TooManyRequests */
  abstract count(context: ExecutionContext): Promise<void>;
}
