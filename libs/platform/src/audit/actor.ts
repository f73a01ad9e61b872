import { isIP } from 'node:net';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Actor } from '#platform/activity';
import type { SignedIn } from '#platform/http';

/** Whoever sent the request; anonymous on public routes. */
export function actorOf({ user, ip, id }: Pick<SignedIn, 'user' | 'ip' | 'id'>): Actor {
  // A trusted proxy hands on what its client claimed to be.
  return { kind: user?.kind ?? 'anonymous', id: user?.id ?? null, ip: isIP(ip) ? ip : null, requestId: id };
}

export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext) =>
  actorOf(context.switchToHttp().getRequest<SignedIn>()),
);
