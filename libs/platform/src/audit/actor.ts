import { isIP } from 'node:net';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { SignedIn } from '#platform/http';

/** Who does something, and from where. */
export interface Actor {
  readonly kind: 'staff' | 'shopper' | 'system' | 'anonymous';
  /** `system` for the system, null for whoever is not signed in. */
  readonly id: string | null;
  /** Null where no request is behind it. */
  readonly ip: string | null;
  readonly requestId: string | null;
}

/** Jobs and reactions to events: nobody asked for it just now. */
export const SYSTEM: Actor = { kind: 'system', id: 'system', ip: null, requestId: null };

/** Whoever sent the request; anonymous on public routes. */
export function actorOf({ user, ip, id }: Pick<SignedIn, 'user' | 'ip' | 'id'>): Actor {
  // A trusted proxy hands on what its client claimed to be.
  return { kind: user?.kind ?? 'anonymous', id: user?.id ?? null, ip: isIP(ip) ? ip : null, requestId: id };
}

export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext) =>
  actorOf(context.switchToHttp().getRequest<SignedIn>()),
);
