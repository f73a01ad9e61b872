import { Body, Controller, Get, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Actor, CurrentActor } from '#platform/audit';
import { Answers, CurrentStaff, ForStaff, Public, SameOriginOnly, type Staff, Tag } from '#platform/http';
import { LimitedAsLogin } from '#platform/rate-limit';
import { ChangeStaffPassword } from '../application/change-staff-password.js';
import { SignInStaff } from '../application/sign-in-staff.js';
import { SignOutStaff } from '../application/sign-out-staff.js';
import { DeviceCookie } from './device-cookie.js';
import { signedInStaff, staffLoginBody, staffPasswordBody } from './staff-auth.schemas.js';
import { StaffCookie } from './staff-cookie.js';

@Tag('auth')
@Controller('auth/staff')
export class StaffAuthController {
  constructor(
    private readonly signIn: SignInStaff,
    private readonly signOut: SignOutStaff,
    private readonly changePassword: ChangeStaffPassword,
    private readonly cookie: StaffCookie,
    private readonly deviceCookie: DeviceCookie,
  ) {}

  @Public()
  @SameOriginOnly()
  @LimitedAsLogin()
  @Post('login')
  @Answers('Sign in as staff; the session comes as a cookie', { data: signedInStaff, refusals: [403, 1106] })
  async login(
    @Body({ schema: staffLoginBody }) credentials: z.output<typeof staffLoginBody>,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof signedInStaff>> {
    const trustedDevice = await this.deviceCookie.read(request, credentials.username);
    const { member, secret } = await this.signIn.execute({ ...credentials, actor, trustedDevice });
    this.cookie.set(reply, secret);
    await this.deviceCookie.give(reply, member.username);
    return { user: { id: member.id, username: member.username, role: member.role } };
  }

  @Post('logout')
  @ForStaff()
  @Answers('Sign out')
  async logout(@CurrentStaff() { sessionId }: Staff, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.signOut.execute({ sessionId });
    this.cookie.clear(reply);
  }

  @Get('me')
  @ForStaff()
  @Answers('Who is signed in', { data: signedInStaff })
  me(@CurrentStaff() { id, username, role }: Staff): { user: Pick<Staff, 'id' | 'username' | 'role'> } {
    return { user: { id, username, role } };
  }

  @Put('password')
  @ForStaff()
  @LimitedAsLogin()
  @Answers('Change my own password; ends my other sessions', { refusals: [1106] })
  password(
    @Body({ schema: staffPasswordBody }) passwords: z.output<typeof staffPasswordBody>,
    @CurrentStaff() { username, sessionId }: Staff,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.changePassword.execute({ ...passwords, username, sessionId, actor });
  }
}
