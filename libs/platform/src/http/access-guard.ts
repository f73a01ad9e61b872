import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard, type IAuthGuard } from '@nestjs/passport';
import { Forbidden, Unauthenticated } from './generic-errors.js';
import { ACCESS, type Access, type SignedIn } from './principals.js';

/** Passport strategies the auth context provides under these names; each throws the error to answer with. */
const Shopper = AuthGuard('shopper');
const Staff = AuthGuard('staff');

/** Guards every route. Being global it cannot be slipped past by a path that a middleware would not match. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly shopper: IAuthGuard = new Shopper();
  private readonly staff: IAuthGuard = new Staff();

  constructor(private readonly reflector: Reflector) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access?.for === 'everybody') return true;
    if (access?.for !== 'staff') return Boolean(await this.shopper.canActivate(context));
    await this.admitStaff(context);
    const { user } = context.switchToHttp().getRequest<SignedIn>();
    if (user?.kind !== 'staff') throw new Unauthenticated();
    if (access.permission !== null && !user.permissions.has(access.permission)) throw new Forbidden();
    return true;
  }

  /** A shopper who knocks here is told that it is the wrong door (403), a stranger to sign in (401). */
  private async admitStaff(context: ExecutionContext): Promise<void> {
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
