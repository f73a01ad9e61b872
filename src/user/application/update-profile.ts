import { Injectable } from '@nestjs/common';
import { AvatarUrl } from '../domain/avatar-url.js';
import { Nickname } from '../domain/nickname.js';
import { Users } from '../domain/users.js';
import { ContentCheck } from './content-check.js';

export interface UpdateProfileCommand {
  readonly userId: string;
  /** The shopper's account at WeChat. */
  readonly account: string;
  /** What is absent stays as it is. */
  readonly nickname?: string | undefined;
  readonly avatarUrl?: string | undefined;
}

@Injectable()
export class UpdateProfile {
  constructor(
    private readonly users: Users,
    private readonly contentCheck: ContentCheck,
  ) {}

  /** @throws FieldInvalid, ContentRefused, UserNotFound */
  async execute({ userId, account, nickname, avatarUrl }: UpdateProfileCommand): Promise<void> {
    const name = nickname === undefined ? null : Nickname.of(nickname);
    const picture = avatarUrl === undefined ? null : AvatarUrl.of(avatarUrl);
    if (name && (await this.isNew(userId, name))) await this.contentCheck.accept(name.value, account);
    await this.users.change(userId, (user) => {
      if (name) user.rename(name);
      if (picture) user.show(picture);
    });
  }

  private async isNew(userId: string, name: Nickname): Promise<boolean> {
    return !name.equals(Nickname.initial) && !name.equals(await this.users.nicknameOf(userId));
  }
}
