import { Injectable } from '@nestjs/common';
import { AvatarUrl } from '../domain/avatar-url.js';
import { Nickname } from '../domain/nickname.js';
import { Users } from '../domain/users.js';

export interface UpdateProfileCommand {
  readonly userId: string;
  /** What is absent stays as it is. */
  readonly nickname?: string | undefined;
  readonly avatarUrl?: string | undefined;
}

@Injectable()
export class UpdateProfile {
  constructor(private readonly users: Users) {}

  async execute({ userId, nickname, avatarUrl }: UpdateProfileCommand): Promise<void> {
    await this.users.change(userId, (user) => {
      if (nickname !== undefined) user.rename(Nickname.of(nickname));
      if (avatarUrl !== undefined) user.show(AvatarUrl.of(avatarUrl));
    });
  }
}
