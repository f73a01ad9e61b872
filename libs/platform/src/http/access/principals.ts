import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '#platform/principals';
import { Documented } from '../reference/documented.js';

export type SignedIn = FastifyRequest & { user?: Principal };

/** Who may call a route. One without a mark is for signed-in shoppers. */
export type Access =
  | { readonly for: 'everybody' }
  /** Null: any member of staff. */
  | { readonly for: 'staff'; readonly permission: string | null };

export const ACCESS = 'jishi:access';

/** No sign-in needed. */
export const Public = () =>
  applyDecorators(
    SetMetadata(ACCESS, { for: 'everybody' } satisfies Access),
    Documented(({ ApiSecurity }) => [ApiSecurity({})]),
  );

/** For staff, with the permission where one is named. */
export const ForStaff = (permission: string | null = null) =>
  applyDecorators(
    SetMetadata(ACCESS, { for: 'staff', permission } satisfies Access),
    Documented(({ ApiCookieAuth, ApiExtension }) => [ApiCookieAuth(), ApiExtension('x-permission', permission)]),
  );

function principal(kind: Principal['kind'], context: ExecutionContext): Principal {
  const { user } = context.switchToHttp().getRequest<SignedIn>();
  if (user?.kind !== kind) throw new Error(`The route is not marked as one for ${kind}`);
  return user;
}

export const CurrentShopper = createParamDecorator((_: unknown, context: ExecutionContext) =>
  principal('shopper', context),
);
export const CurrentStaff = createParamDecorator((_: unknown, context: ExecutionContext) =>
  principal('staff', context),
);
