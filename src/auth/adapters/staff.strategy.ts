import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import Strategy from 'passport-custom';
import { type Staff, Unauthenticated } from '#platform/http';
import { AuthenticateStaff } from '../application/authenticate-staff.js';
import { StaffCookie } from './staff-cookie.js';
import { StaffCookieExtension } from './staff-cookie-extension.js';

/** The session cookie of staff. */
@Injectable()
export class StaffStrategy extends PassportStrategy(Strategy, 'staff') {
  constructor(
    private readonly authenticateStaff: AuthenticateStaff,
    private readonly cookie: StaffCookie,
    private readonly extension: StaffCookieExtension,
  ) {
    super();
  }

  async validate(request: FastifyRequest): Promise<Staff> {
    const secret = this.cookie.read(request);
    const authenticated = secret === null ? null : await this.authenticateStaff.execute(secret);
    if (secret === null || !authenticated) throw new Unauthenticated();
    if (authenticated.extended) this.extension.note(request, secret);
    return authenticated.staff;
  }
}
