import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isEnveloped } from './envelope.js';
import { JSON_TYPE } from './enveloped-bytes.js';
import { envelopedFailure, type Failure, failureOf } from './failure-answer.js';

@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const failure = failureOf(error, request);
    if (reply.sent) return;
    void reply
      .headers(failure.headers)
      .status(failure.status)
      .type(JSON_TYPE)
      .send(isEnveloped(request) || request.is404 ? envelopedFailure(failure, request.id) : bareBody(error, failure));
  }
}

/** Outside the envelope: the body the thrower chose (health reports), or WeChat's form for callbacks. */
function bareBody(error: unknown, { message }: Failure): unknown {
  if (error instanceof HttpException && typeof error.getResponse() === 'object') return error.getResponse();
  return { code: 'FAIL', message };
}
