import { Injectable } from '@nestjs/common';
import { JoinShop } from '../application/join-shop.js';
import { type AddressSnapshot, UserDirectory, type UserProfile } from '../application/user-directory.js';
import { UserNotFound } from '../domain/errors.js';
import { Users } from '../domain/users.js';
import { AskedAddresses } from './asked-addresses.js';
import { ProfileCopies } from './profile-copies.js';
import { UserQueries } from './user.queries.js';

@Injectable()
export class SqlUserDirectory extends UserDirectory {
  constructor(
    private readonly joinShop: JoinShop,
    private readonly queries: UserQueries,
    private readonly profiles: ProfileCopies,
    private readonly users: Users,
    private readonly addresses: AskedAddresses,
  ) {
    super();
  }

  async join(count: number): Promise<UserProfile[]> {
    const joined = await this.joinShop.execute(count);
    return joined.map(({ state: { id, nickname, avatarUrl, createdAt } }) => ({
      id,
      nickname: nickname.value,
      avatarUrl: avatarUrl.value,
      phone: null,
      createdAt,
    }));
  }

  findProfiles(userIds: readonly string[]): Promise<ReadonlyMap<string, UserProfile>> {
    return this.profiles.atSignIn(userIds);
  }

  mustExist(userId: string): Promise<void> {
    return this.queries.mustExist(userId);
  }

  async hold(userId: string): Promise<void> {
    if (!(await this.users.lock(userId))) throw new UserNotFound();
  }

  addressOf(userId: string, addressId: string | null): Promise<AddressSnapshot | null> {
    return this.addresses.of(userId, addressId);
  }

  withPhone(e164: string): Promise<string | null> {
    return this.queries.withPhone(e164);
  }
}
