import { isIP } from 'node:net';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Device } from '../domain/session.js';

const LONGEST_USER_AGENT = 255;

export function deviceOf({ headers, ip }: Pick<FastifyRequest, 'headers' | 'ip'>): Device {
  // A trusted proxy hands on what its client claimed to be.
  return { userAgent: (headers['user-agent'] ?? '').slice(0, LONGEST_USER_AGENT), ip: isIP(ip) ? ip : '' };
}

/** What a request says of the device it comes from. */
export const FromDevice = createParamDecorator((_: unknown, context: ExecutionContext) =>
  deviceOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
