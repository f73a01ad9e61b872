import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Answers, CurrentStaff, ForStaff, Public, type Staff, Tag } from '#platform/http';
import { SignInStaff } from '../application/sign-in-staff.js';
import { SignOutStaff } from '../application/sign-out-staff.js';
import { signedInStaff, staffLoginBody } from './staff-auth.schemas.js';
import { StaffCookie } from './staff-cookie.js';

@Tag('auth')
@Controller('auth/staff')
export class StaffAuthController {
  constructor(
    private readonly signIn: SignInStaff,
    private readonly signOut: SignOutStaff,
    private readonly cookie: StaffCookie,
  ) {}

  @Public()
  @Post('login')
  @Answers('Sign in as staff; the session comes as a cookie', { data: signedInStaff, refusals: [1106] })
  async login(
    @Body({ schema: staffLoginBody }) credentials: z.output<typeof staffLoginBody>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof signedInStaff>> {
    const { member, secret } = await this.signIn.execute(credentials);
    this.cookie.set(reply, secret);
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
}
