import { type CanActivate, type ExecutionContext, Injectable, Optional } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard, type IAuthGuard } from '@nestjs/passport';
import { DomainError } from '#kernel';
import { Forbidden, STATUS_OF_KIND, Unauthenticated } from '../answers/generic-errors.js';
import { RequestLimits } from '../load/request-limits.js';
import { KnownShoppers } from './known-shoppers.js';
import { ACCESS, type Access, type SignedIn } from './principals.js';
import { RouteMark } from './route-mark.js';

/** Passport strategies the auth context provides under these names; each throws the error to answer with. */
const Shopper = AuthGuard('shopper');
const Staff = AuthGuard('staff');

/** Guards every route. Being global it cannot be slipped past by a path that a middleware would not match. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly shopper: IAuthGuard = new Shopper();
  private readonly staff: IAuthGuard = new Staff();
  private readonly access: RouteMark<Access>;

  constructor(
    reflector: Reflector,
    private readonly known: KnownShoppers,
    @Optional() private readonly limits?: RequestLimits,
  ) {
    this.access = new RouteMark(reflector, ACCESS);
  }

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    return this.limits ? this.admitCounted(context, this.limits) : this.admit(context);
  }

  /** Counts after authentication. A request that is refused with 401 or 403 was looked at too, so it is counted as well. */
  private async admitCounted(context: ExecutionContext, limits: RequestLimits): Promise<boolean> {
    const outcome = await Promise.resolve(this.admit(context)).catch(refusalIn);
    await limits.count(context);
    if (outcome instanceof DomainError) throw outcome;
    return outcome;
  }

  private admit(context: ExecutionContext): boolean | Promise<boolean> {
    const access = this.access.of(context);
    if (access?.for === 'everybody') return true;
    if (access?.for === 'staff') return this.admitStaff(context, access.permission);
    return this.admitKnown(context) || (this.shopper.canActivate(context) as Promise<boolean>);
  }

  private async admitStaff(context: ExecutionContext, permission: string | null): Promise<boolean> {
    await this.letStaffIn(context);
    const { user } = context.switchToHttp().getRequest<SignedIn>();
    if (user?.kind !== 'staff') throw new Unauthenticated();
    if (permission !== null && !user.permissions.has(permission)) throw new Forbidden();
    return true;
  }

  /** What the strategy would find out of somebody this process knows, without its detours. */
  private admitKnown(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<SignedIn>();
    const shopper = this.known.peek(request);
    if (shopper) request.user = shopper;
    return shopper !== null;
  }

  /** A shopper who knocks here is told that it is the wrong door (403), a stranger to sign in (401). */
  private async letStaffIn(context: ExecutionContext): Promise<void> {
    try {
      await this.staff.canActivate(context);
    } catch (error) {
      const { headers } = context.switchToHttp().getRequest<SignedIn>();
      if (!(error instanceof Unauthenticated) || headers.authorization === undefined) throw error;
      await this.shopper.canActivate(context);
      throw new Forbidden();
    }
  }
}

/** Returns a refusal (4xx) and rethrows anything else: our own failures do not count against a client. */
function refusalIn(error: unknown): DomainError {
  const isRefusal = error instanceof DomainError && STATUS_OF_KIND[error.description.kind] < 500;
  if (!isRefusal) throw error;
  return error;
}
