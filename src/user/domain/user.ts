import { AggregateRoot } from '#kernel';
import { AvatarUrl } from './avatar-url.js';
import { Nickname } from './nickname.js';

export interface UserState {
  readonly id: string;
  readonly nickname: Nickname;
  readonly avatarUrl: AvatarUrl;
  readonly createdAt: Date;
}

/**
 * A person who shops here. Their phone number decides nothing, so it is not here: see Users.bindPhone.
 * Publishes no events yet.
 */
export class User extends AggregateRoot<never> {
  private constructor(private current: UserState) {
    super();
  }

  static join(id: string, now: Date): User {
    return new User({ id, nickname: Nickname.initial, avatarUrl: AvatarUrl.none, createdAt: now });
  }

  static restore(state: UserState): User {
    return new User(state);
  }

  get state(): UserState {
    return this.current;
  }

  rename(nickname: Nickname): void {
    this.current = { ...this.current, nickname };
  }

  show(avatarUrl: AvatarUrl): void {
    this.current = { ...this.current, avatarUrl };
  }

  /** The picture whose address ends so is gone. */
  losePicture(name: string): void {
    if (this.current.avatarUrl.isOf(name)) this.show(AvatarUrl.none);
  }
}
