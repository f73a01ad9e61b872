import { Body, Controller, Post } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor } from '#platform/audit';
import { Answers, CalledDirectly, CurrentShopper, Public, type Shopper, Tag } from '#platform/http';
import { LimitedAsLogin } from '#platform/rate-limit';
import type { Device } from '../domain/session.js';
import type { Grant } from '../application/grants.js';
import { LogOut } from '../application/log-out.js';
import { RefreshSession } from '../application/refresh-session.js';
import { SignInWithWechat } from '../application/sign-in-with-wechat.js';
import { grant, refreshBody, wechatLogin, wechatLoginBody } from './auth.schemas.js';
import { FromDevice } from './device.js';
import { familyIn } from './refresh-family.js';

@Tag('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly signIn: SignInWithWechat,
    private readonly refreshSession: RefreshSession,
    private readonly logOut: LogOut,
  ) {}

  @Public()
  @LimitedAsLogin()
  @Post('wechat/login')
  @CalledDirectly()
  @Answers('Sign in with the code of wx.login', { data: wechatLogin, refusals: [1101, 1107, 6001, 6002] })
  async login(
    @Body({ schema: wechatLoginBody }) { code }: z.output<typeof wechatLoginBody>,
    @FromDevice() device: Device,
    @CurrentActor() actor: Actor,
  ): Promise<z.input<typeof wechatLogin>> {
    const signedIn = await this.signIn.execute({ code, device, actor });
    const { id, nickname, avatarUrl, phone } = signedIn.user;
    return { ...signedIn.grant, user: { id, nickname, avatarUrl, phone, isNew: signedIn.isNew } };
  }

  @Public()
  @LimitedAsLogin(familyIn)
  @Post('token/refresh')
  @Answers('Trade a refresh token for new tokens', { data: grant, refusals: [1104, 1105] })
  refresh(
    @Body({ schema: refreshBody }) { refreshToken }: z.output<typeof refreshBody>,
    @FromDevice() device: Device,
    @CurrentActor() actor: Actor,
  ): Promise<Grant> {
    return this.refreshSession.execute({ refreshToken, device, actor });
  }

  @Post('logout')
  @Answers('Revoke the current session', { refusals: [1102, 1103] })
  logout(@CurrentShopper() { sessionId }: Shopper, @CurrentActor() actor: Actor): Promise<void> {
    return this.logOut.execute({ sessionId, actor });
  }
}
