import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { AnsweredEarly, Answers, CurrentShopper, type ReadyJson, type Shopper, Tag } from '#platform/http';
import { LimitedAsLogin } from '#platform/rate-limit';
import { BindPhone } from '../application/bind-phone.js';
import { UpdateProfile } from '../application/update-profile.js';
import type { UserProfile } from '../application/user-directory.js';
import { EarlyProfile } from './early-profile.js';
import { ProfileCopies } from './profile-copies.js';
import { phoneCode, type PhoneCode, profile, profileChanges, type ProfileChanges } from './profile.schemas.js';
import { UserQueries } from './user.queries.js';

@Tag('users')
@Controller('users/me')
export class ProfileController {
  constructor(
    private readonly queries: UserQueries,
    private readonly copies: ProfileCopies,
    private readonly updateProfile: UpdateProfile,
    private readonly bindPhone: BindPhone,
  ) {}

  @Get()
  @Answers('Your profile', { data: profile, refusals: [1001] })
  @AnsweredEarly(EarlyProfile)
  show(@CurrentShopper() shopper: Shopper): Promise<ReadyJson<UserProfile>> {
    return this.copies.find(shopper.id);
  }

  @Put()
  @Answers('Change your nickname or picture', { data: profile, refusals: [1001, 6003] })
  async update(
    @CurrentShopper() shopper: Shopper,
    @Body({ schema: profileChanges }) changes: ProfileChanges,
  ): Promise<UserProfile> {
    await this.updateProfile.execute({ userId: shopper.id, account: shopper.account, ...changes });
    return this.queries.profile(shopper.id);
  }

  @Post('phone')
  @LimitedAsLogin()
  @Answers('Bind the phone number WeChat knows of you', { data: profile, refusals: [1001, 1003, 1006, 6001, 6002] })
  async phone(
    @CurrentShopper() shopper: Shopper,
    @Body({ schema: phoneCode }) { code }: PhoneCode,
  ): Promise<UserProfile> {
    await this.bindPhone.execute({ userId: shopper.id, account: shopper.account, code });
    return this.queries.profile(shopper.id);
  }
}
